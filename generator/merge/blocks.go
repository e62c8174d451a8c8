package merge

import (
	"math"
	"slices"
	"strings"
)

// Blocks is Beside for files in which what stands below a heading is indented deeper, such as YAML. Where both sides open
// the same block, the block has what both put into it; where one side takes a block away and the other put something of
// its own into it, the heading stays for that.
func Blocks(base, ours, theirs []byte) Result {
	if r, done := whole(base, ours, theirs); done {
		return r
	}
	s := readSides(base, ours, theirs)
	return s.result(mergeZones(s.base, s.ours, s.theirs, inBlocks))
}

func inBlocks(z zone, base, ours, theirs []string) ([]string, bool) {
	left, right := z.oursHunks, z.theirsHunks
	z.oursHunks, z.theirsHunks = keepHeadings(left, right, base, theirs), keepHeadings(right, left, base, ours)
	return beside(z, base, ours, theirs, oneBlock)
}

// oneBlock joins two insertions that begin with the same heading.
func oneBlock(ours, theirs []string) ([]string, bool) {
	head, _ := commonEnds(ours, theirs)
	if head == 0 || !isHeading(ours[head-1]) {
		return nil, false
	}
	heading, mine, its := ours[head-1], ours[head:], theirs[head:]
	_, tail := commonEnds(mine, its)
	mine, its, end := mine[:len(mine)-tail], its[:len(its)-tail], mine[len(mine)-tail:]
	if !allBelow(mine, heading) || !allBelow(its, heading) || shareLine(entries(mine), entries(its)) || slices.ContainsFunc(end, says) {
		return nil, false
	}
	return slices.Concat(ours[:head], mine, its, end), true
}

// keepHeadings takes the heading out of hunks that delete a whole block, where the other side put lines into that block.
func keepHeadings(hunks, others []hunk, base, side []string) []hunk {
	var kept []hunk
	for _, h := range hunks {
		first := h.base.from + max(0, slices.IndexFunc(h.base.of(base), says))
		last := h.base.to // behind the last line that says something
		for last > first && !says(base[last-1]) {
			last--
		}
		within := func(o hunk) bool {
			return o.inserts() && o.base.from > first && o.base.from <= last && allBelow(o.side.of(side), base[first])
		}
		whole := h.side.from == h.side.to && last > first+1 && isHeading(base[first]) && allBelow(base[first+1:last], base[first])
		if whole && slices.ContainsFunc(others, within) {
			h.base = span{first + 1, last}
		}
		kept = append(kept, h)
	}
	return kept
}

// entries are the lines of a block that are indented least: what lies deeper belongs to one of them.
func entries(lines []string) []string {
	least := math.MaxInt
	for _, line := range lines {
		if says(line) {
			least = min(least, indentOf(line))
		}
	}
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return indentOf(line) != least })
}

func says(line string) bool { return strings.TrimSpace(line) != "" }

func isHeading(line string) bool {
	return says(line) && strings.HasSuffix(line, ":") && !strings.HasPrefix(strings.TrimSpace(line), "#")
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// allBelow reports whether lines are in the block of a heading: some, and each that says something indented deeper.
func allBelow(lines []string, heading string) bool {
	return slices.ContainsFunc(lines, says) && !slices.ContainsFunc(lines, func(line string) bool {
		return says(line) && indentOf(line) <= indentOf(heading)
	})
}
