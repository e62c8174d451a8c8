package corpus

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
	gostack "github.com/scalecli/scale/stacks/go"
)

// TestEditsSurviveEveryCommand runs every command on every edited project. What goes through is type-checked, and for
// one command of each edit the project's and the user's tests are run.
func TestEditsSurviveEveryCommand(t *testing.T) {
	base := pristine(t)
	plain, through, refused := plainOutcomes(t, base), 0, []string{}
	for n, e := range readEdits(t) {
		edited := e.apply(t, base)
		for i, o := range operations {
			t.Run(e.name+"/"+o.String(), func(t *testing.T) {
				got := run(t, gostack.Stack{}, edited, o)
				for _, fault := range faults(base, edited, plain[i], got) {
					t.Error(fault)
				}
				if got.code != 0 {
					refused = append(refused, e.name+" × "+o.String())
					t.Log(got.said)
					return
				}
				through++
				green(t, got.after, i == n%len(operations))
			})
		}
	}
	total := through + len(refused)
	t.Logf("%d of %d went through without a conflict (%.0f %%), 0 lines lost; refused:\n%s",
		through, total, 100*float64(through)/float64(total), strings.Join(refused, "\n"))
	if through*10 < total*9 {
		t.Errorf("fewer than nine in ten went through")
	}
}

// green type-checks a project, and with tests runs its tests too. Trimmed paths let all projects share what is built,
// and without a proxy nothing can be fetched.
func green(t *testing.T, files tree, tests bool) {
	t.Helper()
	dir := filepath.Join(scratch(t), "shop")
	files.write(t, dir)
	commands := [][]string{{"go", "vet", "./..."}}
	if tests {
		commands = append(commands, []string{"go", "test", "./..."})
	}
	for _, argv := range commands {
		c := exec.Command(argv[0], argv[1:]...)
		c.Dir = dir
		c.Env = append(os.Environ(), "GOFLAGS=-trimpath -mod=readonly", "GOPROXY=off")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, out)
		}
	}
}

// TestACommandAndItsUndoLeaveAnEditedProjectAsItWas is the law "edit, add, undo = edit", byte for byte.
func TestACommandAndItsUndoLeaveAnEditedProjectAsItWas(t *testing.T) {
	base := pristine(t)
	for _, e := range readEdits(t) {
		t.Run(e.name, func(t *testing.T) {
			edited, dir := e.apply(t, base), scratch(t)
			edited.write(t, dir)
			if code, said := scale(gostack.Stack{}, after, dir, "add", "field", "product.sku:string:unique"); code != 0 {
				t.Skip(said)
			}
			if code, said := scale(gostack.Stack{}, after, dir, "undo"); code != 0 {
				t.Fatal(said)
			}
			if differ := differences(edited, readTree(t, dir)); len(differ) > 0 {
				t.Errorf("undo left differences in %s", strings.Join(differ, ", "))
			}
		})
	}
}

// TestAddThenRemoveLeavesAnEditedProjectAsItWas is the law "edit, add, remove = edit", byte for byte.
func TestAddThenRemoveLeavesAnEditedProjectAsItWas(t *testing.T) {
	base := pristine(t)
	for _, e := range readEdits(t) {
		t.Run(e.name, func(t *testing.T) {
			edited, dir := e.apply(t, base), scratch(t)
			edited.write(t, dir)
			for _, args := range [][]string{{"add", "module", "review body:text stars:int:index"}, {"remove", "module", "review"}} {
				if code, said := scale(gostack.Stack{}, after, dir, args...); code != 0 {
					t.Fatal(said)
				}
			}
			if differ := differences(edited, readTree(t, dir)); len(differ) > 0 {
				t.Errorf("differences in %s", strings.Join(differ, ", "))
			}
		})
	}
}

// mutant is a Go stack whose merge is broken in one way.
type mutant struct {
	gostack.Stack
	merge merge.Func
}

func (m mutant) Merger(string, generator.Change) (merge.Func, bool) { return m.merge, true }

// TestABrokenMergeIsCaught proves the corpus: a merge that always takes one side must fail many of its tests.
func TestABrokenMergeIsCaught(t *testing.T) {
	for name, broken := range map[string]merge.Func{
		"always ours":   func(_, ours, _ []byte) merge.Result { return merge.Result{Data: ours} },
		"always theirs": func(_, _, theirs []byte) merge.Result { return merge.Result{Data: theirs} },
	} {
		t.Run(name, func(t *testing.T) {
			base, caught := pristine(t), map[string]bool{}
			plain := plainOutcomes(t, base)
			for _, e := range readEdits(t) {
				edited := e.apply(t, base)
				for i, o := range operations {
					got := run(t, mutant{merge: broken}, edited, o)
					if len(faults(base, edited, plain[i], got)) > 0 {
						caught[fmt.Sprintf("%s × %s", e.name, o)] = true
					}
				}
			}
			t.Logf("caught by %d tests", len(caught))
			if len(caught) < 10 {
				t.Errorf("only %d tests catch a merge that takes %s", len(caught), name)
			}
		})
	}
}
