package merge

import (
	"slices"
	"strings"
	"unicode"
)

// Beside is Lines for files whose sense is checked after the merge (see Checked): an insertion of one side right beside
// a change of the other is no conflict. A field that scale appends behind the last one merges although the user has
// changed that last one, or has appended a field of their own; of two insertions at one place ours comes first, and one
// that may stand beside a change as well as inside it, because the lines around it are alike, stands beside it. Changes
// of the same line, or of neighbouring lines, stay conflicts, and so do insertions that have a line in common: there
// both sides may have meant the same.
func Beside(base, ours, theirs []byte) Result {
	if r, done := whole(base, ours, theirs); done {
		return r
	}
	s := readSides(base, ours, theirs)
	return s.result(mergeZones(s.base, s.ours, s.theirs, func(z zone, base, ours, theirs []string) ([]string, bool) {
		return beside(z, base, ours, theirs, apartOnly)
	}))
}

// apartOnly joins no two insertions that have a line in common.
func apartOnly(_, _ []string) ([]string, bool) { return nil, false }

// beside joins the hunks of a zone in the order of base, if none of them meets another but at an insertion. Two insertions
// at one spot that have a line in common are for common to join.
func beside(z zone, base, ours, theirs []string, common func(ours, theirs []string) ([]string, bool)) ([]string, bool) {
	var joined []string
	at := z.base.from // lines of base
	left, right := slices.Clone(z.oursHunks), slices.Clone(z.theirsHunks)
	for len(left)+len(right) > 0 {
		if len(left) > 0 && len(right) > 0 {
			left[0] = left[0].outOf(right[0], ours, span{at, next(left, z)})
			right[0] = right[0].outOf(left[0], theirs, span{at, next(right, z)})
		}
		side, from := &left, ours
		switch {
		case len(left) == 0:
			side, from = &right, theirs
		case len(right) == 0:
		case !apart(left[0], right[0]):
			return nil, false
		case sameSpot(left[0], right[0]) && shareLine(left[0].side.of(ours), right[0].side.of(theirs)):
			both, ok := common(left[0].side.of(ours), right[0].side.of(theirs))
			if !ok {
				return nil, false
			}
			joined = append(append(joined, base[at:left[0].base.from]...), both...)
			at = left[0].base.to
			left, right = left[1:], right[1:]
			continue
		case before(right[0], left[0]):
			side, from = &right, theirs
		}
		h := (*side)[0]
		*side = (*side)[1:]
		joined = append(joined, base[at:h.base.from]...)
		joined = append(joined, h.side.of(from)...)
		at = h.base.to
	}
	return append(joined, base[at:z.base.to]...), true
}

func (h hunk) inserts() bool { return h.base.from == h.base.to }

// next is the line of base at which the second of some hunks begins, or at which their zone ends.
func next(hunks []hunk, z zone) int {
	if len(hunks) > 1 {
		return hunks[1].base.from
	}
	return z.base.to
}

// outOf moves an insertion out of a change of the other side, to the edge of it that lies in the stretch of base within,
// if the lines allow: an entry with the empty line behind it says the same as the empty line with the entry behind it.
func (h hunk) outOf(other hunk, lines []string, within span) hunk {
	if !h.inserts() || apart(h, other) {
		return h
	}
	up := h
	for up.base.from > max(other.base.from, within.from) && lines[up.side.from-1] == lines[up.side.to-1] {
		up = up.moved(-1)
	}
	if apart(up, other) {
		return up
	}
	down := h
	for down.base.from < min(other.base.to, within.to) && lines[down.side.from] == lines[down.side.to] {
		down = down.moved(1)
	}
	if apart(down, other) {
		return down
	}
	return h
}

func (h hunk) moved(by int) hunk {
	return hunk{span{h.base.from + by, h.base.to + by}, span{h.side.from + by, h.side.to + by}}
}

// apart reports whether two hunks do not meet, or one of them is an insertion at an edge of the other.
func apart(a, b hunk) bool {
	if a.base.to < b.base.from || b.base.to < a.base.from {
		return true
	}
	switch {
	case a.inserts():
		return a.base.from <= b.base.from || a.base.from >= b.base.to
	case b.inserts():
		return b.base.from <= a.base.from || b.base.from >= a.base.to
	}
	return false
}

func sameSpot(a, b hunk) bool { return a.inserts() && b.inserts() && a.base == b.base }

// before reports whether a comes before b; at one spot b, which is ours, comes first.
func before(a, b hunk) bool {
	if a.base.from != b.base.from {
		return a.base.from < b.base.from
	}
	return a.inserts() && !b.inserts()
}

// shareLine reports whether two insertions have a line in common that says something.
func shareLine(a, b []string) bool {
	says := map[string]bool{}
	for _, line := range a {
		says[strings.TrimSpace(line)] = true
	}
	return slices.ContainsFunc(b, func(line string) bool {
		text := strings.TrimSpace(line)
		return says[text] && strings.ContainsFunc(text, unicode.IsLetter)
	})
}
