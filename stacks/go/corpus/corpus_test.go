package corpus

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
)

// TestEditsSurvive is the whole corpus: every edit meets every operation. Each project that comes out builds; the tests
// of every third one run too, in such a way that each edit and each operation is among them.
func TestEditsSurvive(t *testing.T) {
	c := newCorpus(t)
	tally := &tally{}
	t.Run("pairs", func(t *testing.T) {
		for i, e := range c.edits {
			t.Run(e.name, func(t *testing.T) {
				t.Parallel()
				if err := green(c.edited(t, e), true, true); err != nil {
					t.Fatalf("before scale did anything: %v", err)
				}
				for j, o := range operations {
					t.Run(o.name, func(t *testing.T) {
						dir := c.edited(t, e)
						got := c.try(t, gostack.Stack{}, dir, e, o)
						tally.add(e, o, got)
						if !got.refused && len(got.faults) == 0 && !o.identity {
							if err := green(dir, false, (i+j)%3 == 0); err != nil {
								got.faults = append(got.faults, err.Error())
							}
						}
						for _, fault := range got.faults {
							t.Error(fault)
						}
					})
				}
			})
		}
	})
	t.Log(tally)
}

// corpus is all edits, and what each operation brings to a project that nobody edited.
type corpus struct {
	fresh tree
	edits []edit
	asked map[string]tree // by the name of the operation
}

func newCorpus(t *testing.T) corpus {
	t.Helper()
	c := corpus{fresh: fresh(t), asked: map[string]tree{}}
	c.edits = loadEdits(t, c.fresh)
	for _, o := range operations {
		dir := t.TempDir()
		c.fresh.writeTo(t, dir)
		if did := scale(dir, gostack.Stack{}, later, o.commands...); did.code != 0 {
			t.Fatal(did.text)
		}
		c.asked[o.name] = readTree(t, dir)
	}
	return c
}

// edited makes an edited project on disk.
func (c corpus) edited(t *testing.T, e edit) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	e.tree.writeTo(t, dir)
	return dir
}

// outcome is how an operation on an edited project ended.
type outcome struct {
	refused bool
	text    string   // what scale said when it refused
	faults  []string // what is wrong
}

// place is a path, with a line or with what is wrong there.
var place = regexp.MustCompile(`[\w./-]+\.\w+:\d+|[\w./-]+\.\w+: `)

// try asks for an operation on an edited project. Each command of it goes through or is refused.
func (c corpus) try(t *testing.T, stack generator.Stack, dir string, e edit, o operation) outcome {
	t.Helper()
	for i, command := range o.commands {
		before := readTree(t, dir)
		did := scale(dir, stack, later.Add(time.Duration(i)*time.Hour), command)
		if did.code == 0 {
			continue
		}
		got := outcome{refused: true, text: did.text}
		if written := readTree(t, dir).differences(before); len(written) > 0 {
			got.faults = append(got.faults, fmt.Sprintf("it refused and wrote %v", written))
		}
		if did.code != 1 || !place.MatchString(did.text) {
			got.faults = append(got.faults, fmt.Sprintf("it refused with %d and without naming the place: %s", did.code, did.text))
		}
		return got
	}
	after := readTree(t, dir)
	got := outcome{faults: pair{c.fresh, e.tree, c.asked[o.name], after}.faults()}
	if o.identity {
		for _, path := range after.project().differences(e.tree.project()) {
			got.faults = append(got.faults, path+": it is not as it was before")
		}
	}
	return got
}

// tally counts how the pairs ended.
type tally struct {
	sync.Mutex
	through int
	refused []string
	faulty  int
}

func (y *tally) add(e edit, o operation, got outcome) {
	y.Lock()
	defer y.Unlock()
	switch {
	case len(got.faults) > 0:
		y.faulty++
	case got.refused:
		y.refused = append(y.refused, e.name+" × "+o.name+": "+got.text)
	default:
		y.through++
	}
}

func (y *tally) String() string {
	slices.Sort(y.refused)
	all := y.through + len(y.refused) + y.faulty
	return fmt.Sprintf("%d pairs: %d went through (%.1f %%), %d were refused, %d lost something\n%s",
		all, y.through, 100*float64(y.through)/float64(all), len(y.refused), y.faulty, strings.Join(y.refused, "\n"))
}
