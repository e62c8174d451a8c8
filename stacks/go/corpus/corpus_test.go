package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
)

// TestEditsSurvive is the whole corpus: every edit meets every operation, and every project that comes out is
// type-checked. Vet and the project's own tests run on two projects of each edit, so that each operation has its turn.
func TestEditsSurvive(t *testing.T) {
	all := survive(t, newCorpus(t, onSQLite))
	if all.through*4 < all.pairs*3 {
		t.Error("fewer than three in four went through")
	}
}

// TestEditsBesideAServerSurvive is the same for projects that were made on PostgreSQL: there stand lines for the server
// in compose, CI and settings, and edits stand beside them.
func TestEditsBesideAServerSurvive(t *testing.T) {
	all := survive(t, newCorpus(t, onPostgres))
	if all.through*2 < all.pairs {
		t.Error("fewer than half went through")
	}
}

// survive holds every edit of a corpus against every operation.
func survive(t *testing.T, c corpus) count {
	t.Helper()
	check := newChecker(t, c.folders(t)...)
	tally := newTally(c)
	t.Run("pairs", func(t *testing.T) {
		for i, e := range c.made {
			t.Run(e.name, func(t *testing.T) {
				t.Parallel()
				if err := check.check(e.tree); err != nil {
					t.Fatalf("before scale did anything: %v", err)
				}
				tested := false
				for j := range c.operations {
					o := c.operations[(i+j)%len(c.operations)] // each edit begins with another one
					t.Run(o.name, func(t *testing.T) {
						got := c.try(t, gostack.Stack{}, e, o)
						if !got.refused && !o.identity {
							got.add(check.check(got.after))
							got.add(got.after.required())
							switch {
							case o.replaces: // its tests want a server; that its requirements are complete takes only a build
								if !e.tree["go.mod"].sameText(c.fresh["go.mod"]) || !got.after["go.mod"].sameText(c.asked[o.name]["go.mod"]) {
									_, err := goCommand(got.dir, false, "vet", "./...")
									got.add(err)
								}
							case !tested || len(o.commands) > 1:
								tested = true
								got.add(green(got.dir))
							}
						}
						for _, fault := range got.faults {
							t.Error(fault)
						}
						tally.add(e, o, got)
					})
				}
			})
		}
	})
	t.Log(tally)
	all := tally.sum()
	if os.Getenv("UPDATE_GOLDEN") != "" && all.pairs == len(c.made)*len(c.operations) {
		tally.publish(t)
	}
	return all
}

// corpus is all edits, and what each operation brings to a project that nobody edited.
type corpus struct {
	start
	fresh tree
	made  []edit
	asked map[string]tree // by the name of the operation
}

func newCorpus(t *testing.T, from start) corpus {
	t.Helper()
	c := corpus{start: from, fresh: fresh(t, from.backend), asked: map[string]tree{}}
	c.made = loadEdits(t, from.edits, c.fresh)
	for _, o := range c.operations {
		dir := t.TempDir()
		c.fresh.writeTo(t, dir)
		if did := scale(dir, gostack.Stack{}, later, o.commands...); did.code != 0 {
			t.Fatal(did.text)
		}
		c.asked[o.name] = readTree(t, dir)
	}
	return c
}

// folders are projects that together import all that the edits import: one for each go.mod.
func (c corpus) folders(t *testing.T) []string {
	t.Helper()
	trees := []tree{c.fresh}
	for _, o := range c.operations {
		if asked := c.asked[o.name]; !asked["go.mod"].sameText(c.fresh["go.mod"]) {
			trees = append(trees, asked)
		}
	}
	for _, e := range c.made {
		if !e.tree["go.mod"].sameText(c.fresh["go.mod"]) {
			trees = append(trees, e.tree)
		}
	}
	var folders []string
	for _, tr := range trees {
		folders = append(folders, t.TempDir())
		tr.writeTo(t, folders[len(folders)-1])
	}
	return folders
}

// outcome is how an operation on an edited project ended.
type outcome struct {
	dir     string
	after   tree
	refused bool
	text    string   // what scale said when it refused
	faults  []string // what is wrong
}

func (o *outcome) add(err error) {
	if err != nil {
		o.faults = append(o.faults, err.Error())
	}
}

// names reports whether a text names a file of the project.
func (tr tree) names(text string) bool {
	for path := range tr.project() {
		if strings.Contains(text, path) {
			return true
		}
	}
	return false
}

// try asks for an operation on an edited project. Each command of it goes through or is refused.
func (c corpus) try(t *testing.T, stack generator.Stack, e edit, o operation) outcome {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	e.tree.writeTo(t, dir)
	var faults []string
	for i, command := range o.commands {
		before := readTree(t, dir)
		did := scale(dir, stack, later.Add(time.Duration(i)*time.Hour), command)
		var broken []string
		if i == 0 && o.replaces { // later ones leave a database that the edit was not written for
			broken = e.holdsTo(command[len(command)-1], did, readTree(t, dir))
		}
		if did.code == 0 {
			faults = append(faults, broken...)
			continue
		}
		got := outcome{refused: true, text: did.text, faults: broken}
		if written := readTree(t, dir).differences(before); len(written) > 0 {
			got.faults = append(got.faults, fmt.Sprintf("it refused and wrote %v", written))
		}
		if did.code != 1 || !e.tree.names(did.text) {
			got.faults = append(got.faults, fmt.Sprintf("it refused with %d and without naming the place: %s", did.code, did.text))
		}
		return got
	}
	after := readTree(t, dir)
	faults = append(faults, pair{c.fresh, e.tree, c.asked[o.name], after, o.replaces}.faults()...)
	got := outcome{dir: dir, after: after, faults: faults}
	if o.identity {
		for _, path := range after.project().differences(e.tree.project()) {
			if o.replaces && (isRequirements(path) || after[path].sameText(e.tree[path])) {
				continue
			}
			got.faults = append(got.faults, path+": it is not as it was before")
		}
	}
	return got
}
