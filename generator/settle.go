package generator

import (
	"bytes"
	"slices"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
	"github.com/scalecli/scale/generator/vcs"
)

// settle lists the files that git left in conflict although only lines of scale's meet there, with what both sides say in
// them. All others wait for the user.
func (s *session) settle() (map[string][]byte, error) {
	settled := map[string][]byte{}
	if !s.merged() || !vcs.IsRepo(s.dir) {
		return settled, nil
	}
	conflicted, err := vcs.Conflicted(s.dir)
	if err != nil {
		return nil, err
	}
	for path, sides := range conflicted {
		on, err := s.onDisk(path)
		if err != nil {
			return nil, err
		}
		if on.File == nil || path == manifest.FileName {
			continue
		}
		both, meetings := together(on.File.Data)
		if s.owner(path) == render.Scale && s.rebuild()[path] || s.isScales(path, sides, both) || s.meetsInBase(path, meetings) {
			settled[path] = both
		}
	}
	return settled, nil
}

// isScales reports whether scale wrote a file on both sides, and nobody has touched it since git put them together.
func (s *session) isScales(path string, sides vcs.Sides, both []byte) bool {
	joined := s.base.Joined(path)
	return joined != nil && bytes.Equal(plan.LF(both), joined.Data) && s.base.Lists(path, sides.Ours) && s.base.Lists(path, sides.Theirs)
}

// meetsInBase reports whether both sides brought lines of scale's wherever they meet: git has put the base together by
// union, so there they stand one after the other. Where a side has no line the user may have taken one out.
func (s *session) meetsInBase(path string, meetings []meeting) bool {
	joined := s.base.Joined(path)
	return joined != nil && slices.Contains(s.base.Unknown, path) && len(meetings) > 0 &&
		!slices.ContainsFunc(meetings, func(m meeting) bool { return !m.within(joined.Data) })
}

// meeting is a place in a file where git left the lines of two sides.
type meeting struct{ ours, theirs []byte }

// within reports whether the lines of both sides stand in a text one after the other.
func (m meeting) within(text []byte) bool {
	lines := slices.Concat([]byte("\n"), plan.LF(slices.Concat(m.ours, m.theirs)))
	return len(m.ours) > 0 && len(m.theirs) > 0 && bytes.Contains(slices.Concat([]byte("\n"), text), lines)
}

// together reads a file that git left in conflict: both sides without git's marks, and where they meet. Only a file that
// git's index calls conflicted is read in this way.
func together(data []byte) (both []byte, meetings []meeting) {
	var side *[]byte // nil outside of a meeting, and between the marks of what both sides had before
	var m meeting
	before := false
	for line := range bytes.Lines(data) {
		switch {
		case bytes.HasPrefix(line, []byte("<<<<<<< ")):
			m, side = meeting{}, &m.ours
		case side != nil && bytes.HasPrefix(line, []byte("||||||| ")):
			before = true
		case side == &m.ours && bytes.Equal(bytes.TrimRight(line, "\r\n"), []byte("=======")):
			side, before = &m.theirs, false
		case side == &m.theirs && bytes.HasPrefix(line, []byte(">>>>>>> ")):
			both = slices.Concat(both, m.ours, m.theirs)
			meetings, side = append(meetings, m), nil
		case before:
		case side != nil:
			*side = append(*side, line...)
		default:
			both = append(both, line...)
		}
	}
	return both, meetings
}
