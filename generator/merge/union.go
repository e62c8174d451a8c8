package merge

import "slices"

// Union merges a file that is a set of lines, such as a file of checksums: (ours ∪ theirs) − (base − theirs). It never
// conflicts. Lines of ours keep their order, and a new one is put in before the next line of theirs that stands in ours,
// or else at the end.
func Union(base, ours, theirs []byte) Result {
	if r, done := whole(base, ours, theirs); done {
		return r
	}
	s := readSides(base, ours, theirs)
	inBase, inOurs, inTheirs := setOf(s.base), setOf(s.ours), setOf(s.theirs)
	before := map[string][]string{}
	end, next := []string(nil), ""
	atEnd := true
	for _, line := range slices.Backward(s.theirs) {
		switch {
		case inOurs[line]:
			next, atEnd = line, false
		case atEnd:
			end = append(end, line)
		default:
			before[next] = append(before[next], line)
		}
	}
	var lines []string
	for _, line := range s.ours {
		fresh := before[line]
		delete(before, line)
		slices.Reverse(fresh)
		lines = append(lines, fresh...)
		if inTheirs[line] || !inBase[line] {
			lines = append(lines, line)
		}
	}
	slices.Reverse(end)
	return Result{Data: s.join(append(lines, end...))}
}

func setOf(lines []string) map[string]bool {
	set := make(map[string]bool, len(lines))
	for _, line := range lines {
		set[line] = true
	}
	return set
}
