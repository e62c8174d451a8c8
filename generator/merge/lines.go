package merge

import "slices"

const bothChanged = "both sides changed these lines"

// Lines is the three-way merge for any text, by lines. It agrees with git merge-file on what is clean, and on its bytes,
// with two differences: line endings and the final newline are merged apart from the text, and a file that is not text
// is taken whole or is one conflict.
func Lines(base, ours, theirs []byte) Result {
	if r, done := whole(base, ours, theirs); done {
		return r
	}
	s := readSides(base, ours, theirs)
	return s.result(mergeZones(s.base, s.ours, s.theirs, nil))
}

func mergeLines(base, ours, theirs []string) []region { return mergeZones(base, ours, theirs, nil) }

// rescue may join a zone that would be a conflict.
type rescue func(z zone, base, ours, theirs []string) (lines []string, ok bool)

// mergeZones joins two sets of hunks against the same base. Hunks that overlap or touch in base are settled together.
func mergeZones(base, ours, theirs []string, try rescue) []region {
	ids := numbering{}
	b := ids.number(base)
	left, right := track{hunks: hunks(b, ids.number(ours))}, track{hunks: hunks(b, ids.number(theirs))}
	var merged []region
	written := 0 // lines of base
	for len(left.hunks)+len(right.hunks) > 0 {
		z := nextZone(&left, &right)
		merged = append(merged, agreedOn(base[written:z.base.from]))
		settled := settle(z.base.of(base), z.ours.of(ours), z.theirs.of(theirs), z.ours.from)
		if len(settled) > 1 && try != nil {
			if lines, ok := try(z, base, ours, theirs); ok {
				settled = []region{agreedOn(lines)}
			}
		}
		merged = append(merged, settled...)
		written = z.base.to
	}
	return append(merged, agreedOn(base[written:]))
}

// settle decides a zone: the side that changed it is taken, equal changes are taken once, and what is left of two
// different changes without their common head and tail is a conflict.
func settle(base, ours, theirs []string, line int) []region {
	switch {
	case slices.Equal(ours, theirs), slices.Equal(base, theirs):
		return []region{agreedOn(ours)}
	case slices.Equal(base, ours):
		return []region{agreedOn(theirs)}
	}
	head, tail := commonEnds(ours, theirs)
	o, t := ours[head:len(ours)-tail], theirs[head:len(theirs)-tail]
	return []region{
		agreedOn(ours[:head]),
		{why: bothChanged, line: line + head, base: base, ours: o, theirs: t},
		agreedOn(ours[len(ours)-tail:]),
	}
}

// track is what one side did to base, as far as it is not settled.
type track struct {
	hunks []hunk
	shift int // how far the lines of the side lie behind those of base, after the hunks settled so far
}

// swallow settles the next hunk with the stretch b of base if it overlaps or touches it, and widens b to hold it.
func (t *track) swallow(b *span) bool {
	if len(t.hunks) == 0 || t.hunks[0].base.from > b.to {
		return false
	}
	h := t.hunks[0]
	b.to = max(b.to, h.base.to)
	t.shift, t.hunks = h.side.to-h.base.to, t.hunks[1:]
	return true
}

// zone is a stretch of base that one or both sides changed, with what stands for it on each side.
type zone struct {
	base, ours, theirs     span
	oursHunks, theirsHunks []hunk // the changes in it, in order
}

// nextZone takes the hunks of the first zone off both tracks.
func nextZone(left, right *track) zone {
	allLeft, allRight := left.hunks, right.hunks
	first := left.hunks
	if len(first) == 0 || len(right.hunks) > 0 && right.hunks[0].base.from < first[0].base.from {
		first = right.hunks
	}
	from := first[0].base.from
	b := span{from, from}
	z := zone{ours: span{from: from + left.shift}, theirs: span{from: from + right.shift}}
	for left.swallow(&b) || right.swallow(&b) {
		continue
	}
	z.base, z.ours.to, z.theirs.to = b, b.to+left.shift, b.to+right.shift
	z.oursHunks, z.theirsHunks = allLeft[:len(allLeft)-len(left.hunks)], allRight[:len(allRight)-len(right.hunks)]
	return z
}
