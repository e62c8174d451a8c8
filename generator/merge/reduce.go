package merge

// reduced is what is left of a file for the search: the lines that may have a partner, and where they come from.
type reduced struct {
	ids   []int
	lines []int  // index of each in the file
	mark  []bool // of the whole file: lines known to have no partner
}

// commonness says how many partners a line could have on the other side.
type commonness byte

const (
	partnerless commonness = iota
	usual
	crowded // so many that it says little about where it belongs
)

const (
	crowdedLimit = 1024 // partners that make a line crowded in any file
	lookAround   = 100  // lines looked at on each side of a crowded one
	crowdShare   = 4    // a crowded line goes if at most one line in so many around it is crowded too
)

// reduce drops the common head and tail of a file from the search, and marks the lines that the other file does not have,
// as well as crowded ones (a lone brace, an empty line) that stand among such lines: pairing those up would only cut a
// rewritten stretch into pieces. The limits are those of GNU diff and git, with which the merge has to agree.
func reduce(file, other []int, mark []bool, head, tail int) reduced {
	kinds := commonnesses(file, other)[head : len(file)-tail]
	r := reduced{mark: mark}
	for i, kind := range kinds {
		if kind == usual || kind == crowded && !lost(kinds, i) {
			r.ids = append(r.ids, file[head+i])
			r.lines = append(r.lines, head+i)
		} else {
			mark[head+i] = true
		}
	}
	return r
}

func commonnesses(file, other []int) []commonness {
	count := map[int]int{}
	for _, id := range other {
		count[id]++
	}
	limit := min(roughRoot(len(file)), crowdedLimit)
	kinds := make([]commonness, len(file))
	for i, id := range file {
		switch n := count[id]; {
		case n >= limit && n > 0:
			kinds[i] = crowded
		case n > 0:
			kinds[i] = usual
		}
	}
	return kinds
}

// lost reports whether the crowded line at i stands in a run of lines without partners, with few crowded ones among them.
func lost(kinds []commonness, i int) bool {
	lone, crowd := 0, 0
	count := func(step int) (found bool) {
		for j := i + step; j >= max(0, i-lookAround) && j <= min(len(kinds)-1, i+lookAround); j += step {
			switch kinds[j] {
			case partnerless:
				lone, found = lone+1, true
			case crowded:
				crowd++
			default:
				return found
			}
		}
		return found
	}
	return count(-1) && count(+1) && (crowd+2)*crowdShare < crowd+2+lone
}

// roughRoot is a power of two near the square root of n.
func roughRoot(n int) int {
	root := 1
	for ; n > 0; n >>= 2 {
		root <<= 1
	}
	return root
}
