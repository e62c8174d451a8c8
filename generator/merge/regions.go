package merge

import (
	"slices"
	"strings"
)

// region is a stretch of the merged file: lines everybody can live with, or a conflict. A merge is a list of regions, and
// markers are only one way to write it down.
type region struct {
	agreed             []string // the merged lines; empty in a conflict
	why                string   // set in a conflict, and says what is wrong
	line               int      // 0-based line in ours where a conflict stands
	base, ours, theirs []string // the three texts of a conflict
}

func agreedOn(lines []string) region { return region{agreed: lines} }

// result writes regions as a merged file, with markers around the conflicts.
func (s sides) result(regions []region) Result {
	var r Result
	var lines []string
	for _, g := range regions {
		if g.why != "" {
			lines = append(lines, g.marked()...)
			r.Conflicts = append(r.Conflicts, g.named())
		} else {
			lines = append(lines, g.agreed...)
		}
	}
	s.ended = s.ended || endsInConflict(regions) // a marker is always a whole line
	r.Data = s.join(lines)
	return r
}

func endsInConflict(regions []region) bool {
	for _, g := range slices.Backward(regions) {
		if g.why != "" || len(g.agreed) > 0 {
			return g.why != ""
		}
	}
	return false
}

func (g region) named() Conflict {
	return Conflict{
		Line: g.line + 1, Base: paragraph(g.base), Ours: paragraph(g.ours), Theirs: paragraph(g.theirs), Why: g.why,
	}
}

func (g region) marked() []string {
	return slices.Concat(
		[]string{"<<<<<<< yours"}, g.ours,
		[]string{"||||||| before"}, g.base,
		[]string{"======="}, g.theirs,
		[]string{">>>>>>> scale"},
	)
}

func paragraph(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}
