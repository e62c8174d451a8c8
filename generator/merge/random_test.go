package merge

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// edited makes the edits of a person: lines come, go and change, blocks are copied and moved.
func edited(rng *rand.Rand, base []string, edits int, line func() string) []string {
	lines := slices.Clone(base)
	for range edits {
		at := rng.IntN(len(lines) + 1)
		to := min(len(lines), at+rng.IntN(4))
		fresh := make([]string, 1+rng.IntN(3))
		for i := range fresh {
			fresh[i] = line()
		}
		switch rng.IntN(5) {
		case 0:
			lines = slices.Insert(lines, at, fresh...)
		case 1:
			lines = slices.Delete(lines, at, to)
		case 2:
			lines = slices.Replace(lines, at, to, fresh...)
		case 3:
			lines = slices.Insert(lines, rng.IntN(len(lines)+1), slices.Clone(lines[at:to])...)
		case 4:
			block := slices.Clone(lines[at:to])
			lines = slices.Delete(lines, at, to)
			lines = slices.Insert(lines, rng.IntN(len(lines)+1), block...)
		}
	}
	return lines
}

// withEndings writes lines as a file, each ended by eol.
func withEndings(lines []string, eol string) []byte {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l + eol)
	}
	return []byte(b.String())
}

func lfFile(lines []string) []byte { return withEndings(lines, "\n") }
