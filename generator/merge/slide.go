package merge

// A run of marked lines can often be moved without changing what the diff says: where the line before it equals its last
// one, the run may start a line earlier. Both diffs of a merge must choose the same of these positions, or two equal
// changes look like two different ones. Each run therefore goes where the other file has changed lines too, if there is
// such a place, and as far down as it can otherwise.

// gaps counts the marked lines of a file before each of its unmarked ones, and after the last.
func gaps(mark []bool) []int {
	list := []int{0}
	for _, m := range mark {
		if m {
			list[len(list)-1]++
		} else {
			list = append(list, 0)
		}
	}
	return list
}

// slider is a run of marked lines in a file that is being moved.
type slider struct {
	ids   []int
	mark  []bool
	run   span
	pairs int // unmarked lines before the run: its place among the gaps of the other file
}

// slide moves every run of marked lines of a file to its place; facing holds the gaps of the other file.
func slide(ids []int, mark []bool, facing []int) {
	s := slider{ids: ids, mark: mark}
	for {
		s.run.to = runEnd(mark, s.run.from)
		if s.run.to > s.run.from {
			s.settle(facing)
		}
		if s.run.to == len(mark) {
			return
		}
		s.run.from = s.run.to + 1
		s.pairs++
	}
}

// settle moves the run up and down until it swallows no more of its neighbours, and leaves it in its place.
func (s *slider) settle(facing []int) {
	var top, meets int
	for size := -1; size != s.run.to-s.run.from; {
		size = s.run.to - s.run.from
		for s.up() {
			continue
		}
		top, meets = s.run.to, -1
		for moved := true; moved; moved = s.down() {
			if facing[s.pairs] > 0 {
				meets = s.run.to
			}
		}
	}
	if meets < 0 || s.run.to == top {
		return
	}
	for facing[s.pairs] == 0 && s.up() {
		continue
	}
}

// up moves the run one line up, joining it with a run it then touches, and reports whether it could.
func (s *slider) up() bool {
	r := &s.run
	if r.from == 0 || s.ids[r.from-1] != s.ids[r.to-1] {
		return false
	}
	r.from, r.to, s.pairs = r.from-1, r.to-1, s.pairs-1
	s.mark[r.from], s.mark[r.to] = true, false
	for r.from > 0 && s.mark[r.from-1] {
		r.from--
	}
	return true
}

// down is up the other way.
func (s *slider) down() bool {
	r := &s.run
	if r.to == len(s.ids) || s.ids[r.from] != s.ids[r.to] {
		return false
	}
	s.mark[r.from], s.mark[r.to] = false, true
	r.from, r.to, s.pairs = r.from+1, runEnd(s.mark, r.to), s.pairs+1
	return true
}
