package merge

// span is a half-open range of lines, counted from 0.
type span struct{ from, to int }

func (s span) of(lines []string) []string { return lines[s.from:s.to] }

// hunk is one change: the lines of base that went, and those of the side that came for them. Either may be empty.
type hunk struct{ base, side span }

// numbering gives equal lines equal numbers, so that the diff compares integers.
type numbering map[string]int

func (n numbering) number(lines []string) []int {
	ids := make([]int, len(lines))
	for i, line := range lines {
		id, known := n[line]
		if !known {
			id = len(n)
			n[line] = id
		}
		ids[i] = id
	}
	return ids
}

// hunks lists what has to change in base to make side, in order; between two hunks there is always a common line.
func hunks(base, side []int) []hunk {
	gone, came := changes(base, side)
	slide(base, gone, gaps(came))
	slide(side, came, gaps(gone))
	var list []hunk
	b, s := 0, 0
	for b < len(base) || s < len(side) {
		h := hunk{span{b, runEnd(gone, b)}, span{s, runEnd(came, s)}}
		if h.base.to > b || h.side.to > s {
			list = append(list, h)
		}
		b, s = h.base.to+1, h.side.to+1 // past the common line
	}
	return list
}

// runEnd returns where the run of marked lines that starts at i ends.
func runEnd(marked []bool, i int) int {
	for i < len(marked) && marked[i] {
		i++
	}
	return i
}

// changes marks the lines of a that have no partner in b, and the other way round; the rest are pairs in order.
func changes(a, b []int) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	head, tail := commonEnds(a, b)
	left, right := reduce(a, b, inA, head, tail), reduce(b, a, inB, head, tail)
	newSearch(left, right).compare(span{0, len(left.ids)}, span{0, len(right.ids)})
	return inA, inB
}

// commonEnds counts the equal elements at the start of two lists, and at the end of what is left.
func commonEnds[T comparable](a, b []T) (head, tail int) {
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	return head, commonTail(a[head:], b[head:])
}

func commonTail[T comparable](a, b []T) (tail int) {
	for tail < min(len(a), len(b)) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return tail
}
