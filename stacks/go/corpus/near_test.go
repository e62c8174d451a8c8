package corpus

import (
	"slices"
	"strings"
	"testing"
)

// near is how many lines may lie between a line that a developer changed and one that scale changes later, for the two to
// be neighbours.
const near = 3

// TestMostEditsAreBesideWhatScaleChanges keeps the corpus hard: edits far from scale's lines prove little.
func TestMostEditsAreBesideWhatScaleChanges(t *testing.T) {
	c := newCorpus(t, onSQLite)
	for _, least := range []struct {
		of    kind
		edits int
	}{{modules, 15}, {pieces, 18}} {
		var neighbours []string
		for _, e := range c.made {
			if slices.ContainsFunc(c.operations, func(o operation) bool {
				return o.kind == least.of && !o.identity && beside(c.fresh, e.tree, c.asked[o.name])
			}) {
				neighbours = append(neighbours, e.name)
			}
		}
		t.Logf("%d of %d edits are within %d lines of what scale changes for %s: %s",
			len(neighbours), len(c.made), near, least.of, strings.Join(neighbours, ", "))
		if len(neighbours) < least.edits {
			t.Errorf("the corpus has become too easy for %s", least.of)
		}
	}
}

// beside reports whether two trees differ from a third one in neighbouring lines of a file that all have.
func beside(from, a, b tree) bool {
	for path, f := range from.project() {
		left, inA := a[path]
		right, inB := b[path]
		if !inA || !inB || left.sameText(f) || right.sameText(f) {
			continue
		}
		for _, x := range changed(f, left) {
			for _, y := range changed(f, right) {
				if max(x, y)-min(x, y) <= near {
					return true
				}
			}
		}
	}
	return false
}

// changed lists the lines of a file, from 0, that another version of it takes out or puts lines before. It is the
// longest common subsequence, which is short of nothing for files of this size.
func changed(from, to file) []int {
	a, b := strings.Split(string(toLF(from.data)), "\n"), strings.Split(string(toLF(to.data)), "\n")
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var found []int
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j < len(b) && (i == len(a) || common[i][j+1] >= common[i+1][j]):
			found, j = append(found, i), j+1
		default:
			found, i = append(found, i), i+1
		}
	}
	return found
}
