package merge

// Added lists the lines of ours, counted from 1, that base does not have at their place: the lines that somebody wrote
// or changed. How lines end plays no part.
func Added(base, ours []byte) map[int]bool {
	ids := numbering{}
	b, o := ids.number(linesOf(base, true)), ids.number(linesOf(ours, true))
	added := map[int]bool{}
	for _, h := range hunks(b, o) {
		for line := h.side.from; line < h.side.to; line++ {
			added[line+1] = true
		}
	}
	return added
}
