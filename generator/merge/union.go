package merge

// Union merges a file that is a set of lines, such as a file of checksums: (ours ∪ theirs) − (base − theirs). It never
// conflicts. Lines of ours keep their order, and a new one is put in before the next line of theirs that stands in ours,
// or else at the end.
func Union(base, ours, theirs []byte) Result {
	if r, done := whole(base, ours, theirs); done {
		return r
	}
	s := readSides(base, ours, theirs)
	inBase, inTheirs := setOf(s.base), setOf(s.theirs)
	before, last := placed(s.theirs, setOf(s.ours))
	var lines []string
	for _, line := range s.ours {
		lines = append(lines, before[line]...)
		delete(before, line) // a line that stands twice takes its new neighbours once
		if inTheirs[line] || !inBase[line] {
			lines = append(lines, line)
		}
	}
	return Result{Data: s.join(append(lines, last...))}
}

// placed lists the lines that are not in known by the next one that is, and those after all of these.
func placed(lines []string, known map[string]bool) (before map[string][]string, last []string) {
	before = map[string][]string{}
	for _, line := range lines {
		if known[line] {
			before[line] = append(before[line], last...)
			last = nil
		} else {
			last = append(last, line)
		}
	}
	return before, last
}

func setOf(lines []string) map[string]bool {
	set := make(map[string]bool, len(lines))
	for _, line := range lines {
		set[line] = true
	}
	return set
}
