package cover

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/pack"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

func factors(t *testing.T) []Factor {
	t.Helper()
	packs, err := pack.Load(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return Factors(packs)
}

func TestEveryPairOfChoicesIsInSomeRow(t *testing.T) {
	all := factors(t)
	rows := Pairs(all)
	for j, g := range all {
		for i, f := range all[:j] {
			for _, a := range f.Values {
				for _, b := range g.Values {
					if !together(rows, i, a, j, b) {
						t.Errorf("%s %s never meets %s %s", f.Name, a, g.Name, b)
					}
				}
			}
		}
	}
	if len(rows)*4 > len(All(all)) {
		t.Errorf("%d rows are no saving of %d", len(rows), len(All(all)))
	}
	t.Logf("%d rows of %d", len(rows), len(All(all)))
}

func TestEveryChoiceIsInSomeOfFewRows(t *testing.T) {
	all := factors(t)
	rows := Singles(Pairs(all))
	for i, f := range all {
		for _, v := range f.Values {
			if !together(rows, i, v, i, v) {
				t.Errorf("%s %s is in no row", f.Name, v)
			}
		}
	}
	for _, r := range rows {
		t.Log(Name(all, r))
	}
}

func together(rows []Row, i int, a string, j int, b string) bool {
	for _, r := range rows {
		if r[i] == a && r[j] == b {
			return true
		}
	}
	return false
}

// TestEveryCombinationRenders is all there is to choose, without building it: each has its dependencies recorded, and
// gives files that can be read.
func TestEveryCombinationRenders(t *testing.T) {
	all := factors(t)
	g := &generator.Generator{Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{}}}
	known := map[string]bool{} // most files are the same in most projects
	for _, r := range All(all) {
		p, err := Project(gostack.Stack{}.Name(), all, r)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := g.Render(p)
		if err != nil {
			t.Errorf("%s: %v", Name(all, r), err)
			continue
		}
		for name, f := range tree {
			if known[string(f.Data)] {
				continue
			}
			known[string(f.Data)] = true
			if err := sound(name, f.Data); err != nil {
				t.Errorf("%s: %s: %v", Name(all, r), name, err)
			}
		}
		if _, ok := tree["go.mod"]; !ok {
			t.Errorf("%s has no go.mod", Name(all, r))
		}
	}
	t.Logf("%d combinations, %d files that differ", len(All(all)), len(known))
}

// sound is nil for a file that those who read it can read.
func sound(name string, data []byte) error {
	switch path.Ext(name) {
	case ".go":
		if tidy, err := format.Source(data); err != nil || !bytes.Equal(tidy, data) {
			return fmt.Errorf("it is not what gofmt writes: %w", err)
		}
	case ".yaml", ".yml":
		return yaml.Unmarshal(data, new(map[string]any))
	}
	return nil
}
