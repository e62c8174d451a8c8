package merge

import (
	"math"
	"regexp"
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
	left, free := keepHeadings(z.oursHunks, z.theirsHunks, base, theirs)
	right, freeToo := keepHeadings(z.theirsHunks, z.oursHunks, base, ours)
	if !free || !freeToo {
		return nil, false
	}
	z.oursHunks, z.theirsHunks = left, right
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

// keepHeadings takes the heading out of hunks that delete a whole block, where the other side put lines into that block;
// it fails where a line of the other side names an entry that goes, such as a volume: a person has to look at that.
func keepHeadings(hunks, others []hunk, base, side []string) (kept []hunk, ok bool) {
	for _, h := range hunks {
		first := h.base.from + max(0, slices.IndexFunc(h.base.of(base), says))
		last := h.base.to // behind the last line that says something
		for last > first && !says(base[last-1]) {
			last--
		}
		within := func(o hunk) bool {
			return o.inserts() && o.base.from > first && o.base.from <= last && beginsBelow(o.side.of(side), base[first])
		}
		whole := h.side.from == h.side.to && last > first+1 && isHeading(base[first]) && allBelow(base[first+1:last], base[first])
		if whole && slices.ContainsFunc(others, within) {
			if stillNamed(entries(base[first+1:last]), base, side) {
				return nil, false
			}
			h.base = span{first + 1, last}
		}
		kept = append(kept, h)
	}
	return kept, true
}

// stillNamed reports whether a line that side has and base has not names one of the entries.
func stillNamed(entries, base, side []string) bool {
	var names []string
	for _, line := range entries {
		name, _, _ := strings.Cut(strings.TrimLeft(line, " -"), ": ")
		names = append(names, regexp.QuoteMeta(strings.TrimSuffix(strings.TrimSpace(name), ":")))
	}
	named := regexp.MustCompile(`(^|[^\w-])(` + strings.Join(names, "|") + `)([^\w-]|$)`)
	return slices.ContainsFunc(side, func(line string) bool { return named.MatchString(line) && !slices.Contains(base, line) })
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

// beginsBelow reports whether lines begin in the block of a heading, whatever follows it.
func beginsBelow(lines []string, heading string) bool {
	i := slices.IndexFunc(lines, says)
	return i >= 0 && indentOf(lines[i]) > indentOf(heading)
}

// allBelow reports whether lines are in the block of a heading: some, and each that says something indented deeper.
func allBelow(lines []string, heading string) bool {
	return slices.ContainsFunc(lines, says) && !slices.ContainsFunc(lines, func(line string) bool {
		return says(line) && indentOf(line) <= indentOf(heading)
	})
}
