package corpus

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
)

// TestEditsSurvive is the whole corpus: every edit meets every operation, and every project that comes out is
// type-checked.
func TestEditsSurvive(t *testing.T) {
	all := survive(t, newCorpus(t, onSQLite))
	goesThrough(t, all.sum(pieces), 97)
	goesThrough(t, all.sum(), 75)
}

// TestEditsBesidePiecesSurvive is the same for projects that have the pieces already: edits stand beside their lines.
func TestEditsBesidePiecesSurvive(t *testing.T) {
	goesThrough(t, survive(t, newCorpus(t, onPieces)).sum(pieces), 95)
}

// TestEditsBesideAServerSurvive is the same for projects that were made on PostgreSQL: there stand lines for the server
// in compose, CI and settings, and edits stand beside them.
func TestEditsBesideAServerSurvive(t *testing.T) {
	goesThrough(t, survive(t, newCorpus(t, onPostgres)).sum(), 50)
}

// TestEditsBesideJobsAndInstancesSurvive is the same for projects whose owner runs several instances and has work done later.
func TestEditsBesideJobsAndInstancesSurvive(t *testing.T) {
	goesThrough(t, survive(t, newCorpus(t, onInstances)).sum(), 80)
}

// goesThrough fails when more is refused than the page of measurements should have to say.
func goesThrough(t *testing.T, c count, percent int) {
	t.Helper()
	if 100*c.through < percent*c.pairs {
		t.Errorf("%s went through, and not %d %%", c.share(), percent)
	}
}

// survive holds every edit of a corpus against every operation.
func survive(t *testing.T, c corpus) *tally {
	t.Helper()
	check := newChecker(t, c.projects()...)
	tally := newTally(c)
	t.Run("pairs", func(t *testing.T) {
		for i, e := range c.made {
			t.Run(e.name, func(t *testing.T) {
				t.Parallel()
				if err := check.check(e.tree); err != nil {
					t.Fatalf("before scale did anything: %v", err)
				}
				h := c.history(realStack(), e)
				for j := range c.operations {
					o := c.operations[(i+j)%len(c.operations)] // each edit begins with another one
					t.Run(o.name, func(t *testing.T) {
						got := h.try(t, o)
						if !got.refused && !o.identity {
							got.add(check.check(got.after))
							got.add(got.after.required())
							if mod := got.after["go.mod"]; !mod.sameText(e.tree["go.mod"]) && !mod.sameText(c.asked[o.name]["go.mod"]) {
								got.add(resolves(t, got.after))
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
	if os.Getenv("UPDATE_GOLDEN") != "" && tally.sum().pairs == len(c.made)*len(c.operations) {
		tally.publish(t)
	}
	return tally
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
	c := corpus{start: from, fresh: fresh(t, from), asked: map[string]tree{}}
	c.made = loadEdits(t, from.edits, c.fresh)
	h := c.history(realStack(), edit{tree: c.fresh})
	for _, o := range c.operations {
		now := h.after(t, o.commands)
		if now.did.code != 0 {
			t.Fatal(now.did.text)
		}
		c.asked[o.name] = now.tree
	}
	return c
}

// projects are all that is made, before scale does more.
func (c corpus) projects() []tree {
	all := []tree{c.fresh}
	for _, o := range c.operations {
		all = append(all, c.asked[o.name])
	}
	for _, e := range c.made {
		all = append(all, e.tree)
	}
	return all
}

// outcome is how an operation on an edited project ended.
type outcome struct {
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

// history is what scale does to an edited project. What several operations begin with is done once.
type history struct {
	corpus
	stack generator.Stack
	edit  edit
	known map[string]state // by the commands that led there
}

// state is a project after some commands, of which the last may have been refused.
type state struct {
	tree    tree
	did     answer
	written []string // what a refused command wrote all the same
}

func (c corpus) history(stack generator.Stack, e edit) history {
	return history{c, stack, e, map[string]state{}}
}

// after is the project when the commands went through, or when the first was refused.
func (h history) after(t *testing.T, commands [][]string) state {
	t.Helper()
	if len(commands) == 0 {
		return state{tree: h.edit.tree}
	}
	key := fmt.Sprint(commands)
	if known, done := h.known[key]; done {
		return known
	}
	last := len(commands) - 1
	before := h.after(t, commands[:last])
	if before.did.code != 0 {
		return before
	}
	dir := scratch(t)
	before.tree.writeTo(t, dir)
	did := scale(dir, h.stack, later.Add(time.Duration(last)*time.Hour), commands[last])
	now := state{tree: readTree(t, dir), did: did}
	if did.code != 0 {
		now.written = now.tree.differences(before.tree)
	}
	h.known[key] = now
	return now
}

// try asks for an operation on an edited project. Each command of it goes through or is refused.
func (h history) try(t *testing.T, o operation) outcome {
	t.Helper()
	e := h.edit
	var faults []string
	for i, command := range o.commands {
		now := h.after(t, o.commands[:i+1])
		var broken []string
		if i == 0 && o.kind == databases { // later ones leave a database that the edit was not written for
			broken = e.holdsTo(command[len(command)-1], now.did, now.tree)
		}
		if now.did.code == 0 {
			faults = append(faults, broken...)
			continue
		}
		got := outcome{refused: true, text: now.did.text, faults: broken}
		if len(now.written) > 0 {
			got.faults = append(got.faults, fmt.Sprintf("it refused and wrote %v", now.written))
		}
		if now.did.code != 1 || !e.tree.names(now.did.text) {
			got.faults = append(got.faults, fmt.Sprintf("it refused with %d and without naming the place: %s", now.did.code, now.did.text))
		}
		return got
	}
	after := h.after(t, o.commands).tree
	faults = append(faults, pair{h.fresh, e.tree, h.asked[o.name], after, o.replaces}.faults()...)
	got := outcome{after: after, faults: faults}
	if o.identity {
		for _, path := range after.project().differences(e.tree.project()) {
			switch {
			case o.replaces && (isRequirements(path) || after[path].sameText(e.tree[path])):
				continue
			case isRequirements(path) && !e.tree[path].sameText(h.fresh[path]):
				continue // the go command's own hand puts lines into other blocks; that none is lost was seen above
			}
			got.faults = append(got.faults, path+": it is not as it was before")
		}
	}
	return got
}
