package corpus

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// asks is the test of a generated project that fails for store methods which nobody has said to read or to write.
const asks = "TestEveryMethodOfTheStoreReadsOrWrites"

// TestCombinedEditsStayGreen runs the tests of whole projects, scale's and the developers', which the type-checker cannot:
// edits that fit together are made on one project, and each operation meets one of these.
func TestCombinedEditsStayGreen(t *testing.T) {
	c := newCorpus(t, onSQLite)
	groups := c.combined(t, newChecker(t, c.projects()...))
	var tried []operation
	for _, o := range c.operations {
		if !o.identity && (o.kind == pieces || o.merges || len(o.commands) > 1) && o.kind != databases && o.kind != instances { // whose tests want a server
			tried = append(tried, o)
		}
	}
	for i, o := range tried {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			for j := range groups {
				e := groups[(i+j)%len(groups)]
				got := c.history(realStack(), e).try(t, o)
				if got.refused {
					continue
				}
				dir := scratch(t)
				got.after.writeTo(t, dir)
				if err := green(dir, e.unclassified, got.after); err != nil {
					t.Errorf("%s: %v", e.name, err)
				}
				return
			}
			t.Error("no project takes it")
		})
	}
}

// combined makes edits on as few projects as they fit on.
func (c corpus) combined(t *testing.T, check *checker) []edit {
	t.Helper()
	var groups []edit
	for _, e := range c.made {
		if e.crlf {
			continue
		}
		joins := func(g edit) bool {
			tree, err := e.appliedTo(t, g.tree)
			if err != nil || check.check(tree) != nil || tree.numbersTwice() {
				return false
			}
			i := slices.IndexFunc(groups, func(other edit) bool { return other.name == g.name })
			groups[i] = edit{name: g.name + ", " + e.name, tree: tree, unclassified: slices.Concat(g.unclassified, e.unclassified)}
			return true
		}
		if !slices.ContainsFunc(slices.Clone(groups), joins) {
			groups = append(groups, e)
		}
	}
	var names []string
	for _, g := range groups {
		names = append(names, g.name)
	}
	t.Logf("%d projects:\n%s", len(groups), strings.Join(names, "\n"))
	return groups
}

// numbersTwice reports whether two migrations have one number, as those of two edits may.
func (tr tree) numbersTwice() bool {
	seen := map[string]bool{}
	for name := range tr.project() {
		folder, file := path.Split(name)
		number, _, _ := strings.Cut(file, "_")
		if path.Ext(file) != ".sql" {
			continue
		}
		if seen[folder+number] {
			return true
		}
		seen[folder+number] = true
	}
	return false
}
