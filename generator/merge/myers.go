package merge

import "math"

// search finds a shortest list of changes between two reduced files, after E. Myers, "An O(ND) difference algorithm and
// its variations" (1986), in linear space: two paths run towards each other through the grid of pairs, and where they
// meet the problem is cut in two. Of several shortest lists it takes the one that git takes.
type search struct {
	a, b      reduced
	down, up  frontier
	costLimit int
}

// frontier holds the furthest point of a path on each diagonal x−y of the grid, as its x.
type frontier struct {
	x      []int
	origin int // index of diagonal 0
}

func (f frontier) at(diagonal int) int { return f.x[f.origin+diagonal] }
func (f frontier) set(diagonal, x int) { f.x[f.origin+diagonal] = x }

const minCostLimit = 256 // changes that are searched for in full, whatever the size of the files

func newSearch(a, b reduced) *search {
	diagonals := len(a.ids) + len(b.ids) + 3
	newFrontier := func() frontier { return frontier{make([]int, diagonals), len(b.ids) + 1} }
	return &search{a, b, newFrontier(), newFrontier(), max(roughRoot(diagonals), minCostLimit)}
}

// compare marks the changes between a stretch of a and a stretch of b.
func (s *search) compare(a, b span) {
	head, tail := commonEnds(s.a.ids[a.from:a.to], s.b.ids[b.from:b.to])
	a, b = span{a.from + head, a.to - tail}, span{b.from + head, b.to - tail}
	switch {
	case a.from == a.to:
		s.b.markAll(b)
	case b.from == b.to:
		s.a.markAll(a)
	default:
		x, y := s.meet(a, b)
		s.compare(span{a.from, x}, span{b.from, y})
		s.compare(span{x, a.to}, span{y, b.to})
	}
}

func (r reduced) markAll(s span) {
	for _, line := range r.lines[s.from:s.to] {
		r.mark[line] = true
	}
}

// meet returns a point on a shortest path through the box a × b, or on a good one if the shortest costs too much to find.
func (s *search) meet(a, b span) (x, y int) {
	box := box{search: s, a: a, b: b}
	top, bottom := a.from-b.from, a.to-b.to
	s.down.set(top, a.from)
	s.up.set(bottom, a.to)
	forth, back := band{top, top}, band{bottom, bottom}
	odd := (top-bottom)%2 != 0
	for cost := 1; ; cost++ {
		forth = box.widen(forth, s.down, -1)
		if x, y, met := box.stepDown(forth, back, odd); met {
			return x, y
		}
		back = box.widen(back, s.up, math.MaxInt)
		if x, y, met := box.stepUp(back, forth, !odd); met {
			return x, y
		}
		if cost >= s.costLimit {
			return box.furthest(forth, back)
		}
	}
}
