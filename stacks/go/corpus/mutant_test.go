package corpus

import (
	"testing"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
	gostack "github.com/scalecli/scale/stacks/go"
)

// mutant is the Go stack with a merge that is wrong, for files of every kind.
type mutant struct {
	gostack.Stack
	merge merge.Func
}

// Merger gives the wrong merge for every path.
func (m mutant) Merger(string, generator.Change) (merge.Func, bool) { return m.merge, true }

// TestAWrongMergeFails proves that the corpus can tell: a merge that always takes one side fails many of its tests.
func TestAWrongMergeFails(t *testing.T) {
	c := newCorpus(t, onSQLite)
	for name, wrong := range map[string]merge.Func{
		"always ours":   func(_, ours, _ []byte) merge.Result { return merge.Result{Data: ours} },
		"always theirs": func(_, _, theirs []byte) merge.Result { return merge.Result{Data: theirs} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var failed []string
			for _, e := range c.made {
				h := c.history(mutant{realStack(), wrong}, e)
				for _, o := range c.operations {
					if !o.merges {
						continue
					}
					if got := h.try(t, o); len(got.faults) > 0 {
						failed = append(failed, e.name)
						break
					}
				}
			}
			t.Logf("%d edits notice it", len(failed))
			if len(failed) < 20 {
				t.Errorf("only %d edits notice it: %v", len(failed), failed)
			}
		})
	}
}
