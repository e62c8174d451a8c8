package merge

import "math"

// box is the part of the grid that one search is about.
type box struct {
	*search
	a, b span
}

// band is the range of diagonals that a frontier has reached; at each step only every second of them moves.
type band struct{ low, high int }

func (d band) holds(diagonal int) bool { return d.low <= diagonal && diagonal <= d.high }

// widen lets a band grow by one diagonal on each side, or shrink where it has reached the edge of the box. Beyond the
// band it writes edge, a point that no path prefers.
func (b box) widen(reached band, f frontier, edge int) band {
	if reached.low > b.a.from-b.b.to {
		reached.low--
		f.set(reached.low-1, edge)
	} else {
		reached.low++
	}
	if reached.high < b.a.to-b.b.from {
		reached.high++
		f.set(reached.high+1, edge)
	} else {
		reached.high--
	}
	return reached
}

// stepDown moves the paths from the top by one change each. If meeting is set, it stops where one meets a path from the
// bottom.
func (b box) stepDown(moving, other band, meeting bool) (x, y int, met bool) {
	for d := moving.high; d >= moving.low; d -= 2 {
		x = max(b.down.at(d-1)+1, b.down.at(d+1))
		y = x - d
		for x < b.a.to && y < b.b.to && b.search.a.ids[x] == b.search.b.ids[y] {
			x, y = x+1, y+1
		}
		b.down.set(d, x)
		if meeting && other.holds(d) && b.up.at(d) <= x {
			return x, y, true
		}
	}
	return 0, 0, false
}

// stepUp is stepDown the other way.
func (b box) stepUp(moving, other band, meeting bool) (x, y int, met bool) {
	for d := moving.high; d >= moving.low; d -= 2 {
		x = min(b.up.at(d-1), b.up.at(d+1)-1)
		y = x - d
		for x > b.a.from && y > b.b.from && b.search.a.ids[x-1] == b.search.b.ids[y-1] {
			x, y = x-1, y-1
		}
		b.up.set(d, x)
		if meeting && other.holds(d) && x <= b.down.at(d) {
			return x, y, true
		}
	}
	return 0, 0, false
}

// furthest gives up the search for a shortest path and returns the point where most of the box is behind a path.
func (b box) furthest(forth, back band) (x, y int) {
	most, least := -1, math.MaxInt
	var down, up int
	for d := forth.high; d >= forth.low; d -= 2 {
		x := min(b.down.at(d), b.a.to, b.b.to+d)
		if 2*x-d > most {
			most, down = 2*x-d, x
		}
	}
	for d := back.high; d >= back.low; d -= 2 {
		x := max(b.up.at(d), b.a.from, b.b.from+d)
		if 2*x-d < least {
			least, up = 2*x-d, x
		}
	}
	if b.a.to+b.b.to-least < most-b.a.from-b.b.from {
		return down, most - down
	}
	return up, least - up
}
