package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tally counts how the pairs ended.
type tally struct {
	sync.Mutex
	of      corpus
	counts  map[string]*count // by the name of the operation
	refused []string
}

// count is how the pairs of an operation ended; each in one way.
type count struct{ pairs, through, refused, faulty int }

func newTally(c corpus) *tally {
	y := &tally{of: c, counts: map[string]*count{}}
	for _, o := range c.operations {
		y.counts[o.name] = &count{}
	}
	return y
}

func (y *tally) add(e edit, o operation, got outcome) {
	y.Lock()
	defer y.Unlock()
	c := y.counts[o.name]
	c.pairs++
	switch {
	case len(got.faults) > 0:
		c.faulty++
	case got.refused:
		c.refused++
		y.refused = append(y.refused, e.name+" × "+o.name)
	default:
		c.through++
	}
}

// sum is over the operations of some kinds, or of all.
func (y *tally) sum(of ...kind) (all count) {
	for _, o := range y.of.operations {
		if c := y.counts[o.name]; len(of) == 0 || slices.Contains(of, o.kind) {
			all = count{all.pairs + c.pairs, all.through + c.through, all.refused + c.refused, all.faulty + c.faulty}
		}
	}
	return all
}

func (c count) share() string { return fmt.Sprintf("%.1f %%", 100*float64(c.through)/float64(c.pairs)) }

func (y *tally) String() string {
	all := y.sum()
	slices.Sort(y.refused)
	return fmt.Sprintf("%d pairs: %d went through (%s), %d were refused, %d lost something\n%s",
		all.pairs, all.through, all.share(), all.refused, all.faulty, strings.Join(y.refused, "\n"))
}

// table is the tally as Markdown.
func (y *tally) table() string {
	var b strings.Builder
	b.WriteString("| operation | edits | went through | refused | lost something |\n| --- | --- | --- | --- | --- |\n")
	row := func(name string, c count) {
		fmt.Fprintf(&b, "| %s | %d | %d (%s) | %d | %d |\n", name, c.pairs, c.through, c.share(), c.refused, c.faulty)
	}
	for _, k := range []kind{pieces, instances, modules, databases} {
		for _, o := range y.of.operations {
			if o.kind == k {
				row(o.name, *y.counts[o.name])
			}
		}
		if all := y.sum(k); all.pairs > 0 {
			row("**"+string(k)+"**", all)
		}
	}
	row("**all**", y.sum())
	return b.String()
}

const page = "../../../docs/benchmarks.md"

// publish writes the table into the page of measurements.
func (y *tally) publish(t *testing.T) {
	name := filepath.FromSlash(page)
	mark := "<!-- edits: " + y.of.name + " -->\n"
	published := regexp.MustCompile(`(?m)^` + mark + `(\|.*\n)*`)
	text, err := os.ReadFile(name)
	if err != nil || !published.Match(text) {
		t.Fatalf("there is no place for the table in %s: %v", page, err)
	}
	text = published.ReplaceAllLiteral(text, []byte(mark+y.table()))
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
