package gostack

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator"
)

func TestOnePlaceholderForTwoColumnsIsAConflict(t *testing.T) {
	update := func(set ...string) string {
		return "package a\n\nconst update = `\n\tUPDATE products SET\n\t\t" + strings.Join(set, ",\n\t\t") + ",\n\t\t\"updated_at\" = $3\n\tWHERE id = $1 OR old_id = $1`\n"
	}
	for _, c := range []struct {
		name         string
		ours, theirs string
		why          string
	}{
		{name: "both append a column", ours: update(`"name" = $4`, `"note" = $5`), theirs: update(`"name" = $4`, `"sku" = $5`), why: "$5, to note and sku"},
		{name: "the user takes a number far off", ours: update(`"name" = $4`, `"note" = $50`), theirs: update(`"name" = $4`, `"sku" = $5`)},
		{name: "only scale appends one", ours: update(`"title" = $4`), theirs: update(`"name" = $4`, `"sku" = $5`)},
		{
			name:   "a statement of the user's that uses a number twice",
			ours:   update(`"name" = $4`) + "\nconst find = `SELECT id FROM products WHERE name = $1 OR sku = $1`\n",
			theirs: update(`"name" = $4`, `"sku" = $5`),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := Stack{}.Merger("a.go", generator.Change{Disk: fstest.MapFS{}})
			r := f([]byte(update(`"name" = $4`)), []byte(c.ours), []byte(c.theirs))
			if c.why == "" && !r.Clean() || c.why != "" && (r.Clean() || !strings.Contains(r.Conflicts[0].Why, c.why)) {
				t.Errorf("conflicts %+v, want %q", r.Conflicts, c.why)
			}
		})
	}
}
