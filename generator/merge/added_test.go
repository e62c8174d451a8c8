package merge

import (
	"maps"
	"slices"
	"testing"
)

func TestAddedLinesAreThoseThatSomebodyWrote(t *testing.T) {
	for claim, c := range map[string]struct {
		base, ours string
		want       []int
	}{
		"nothing of the same file":           {"a\nb\n", "a\nb\n", nil},
		"all of a new file":                  {"", "a\nb\n", []int{1, 2}},
		"what came between":                  {"a\nb\n", "a\nmine\nb\n", []int{2}},
		"what was changed":                   {"a\nb\nc\n", "a\nB\nc\n", []int{2}},
		"nothing where lines went":           {"a\nb\nc\n", "a\nc\n", nil},
		"nothing of a checkout in CRLF":      {"a\nb\n", "a\r\nb\r\n", nil},
		"nothing where the last newline was": {"a\nb\n", "a\nb", nil},
		"a line that stands there again":     {"a\nb\n", "a\nb\nb\n", []int{3}},
	} {
		t.Run(claim, func(t *testing.T) {
			if got := slices.Sorted(maps.Keys(Added([]byte(c.base), []byte(c.ours)))); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
