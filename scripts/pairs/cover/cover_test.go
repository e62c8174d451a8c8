package cover

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path"
	"path/filepath"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/pack"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

func factors(t *testing.T) (*pack.Set, []Factor) {
	t.Helper()
	packs, err := pack.Load(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return packs, Factors(packs)
}

func TestEveryPairOfChoicesIsInSomeRow(t *testing.T) {
	packs, all := factors(t)
	rows, possible := Pairs(packs, all), All(packs, all)
	for j, g := range all {
		for i, f := range all[:j] {
			for _, a := range f.Values {
				for _, b := range g.Values {
					if !together(rows, i, a, j, b) && together(possible, i, a, j, b) {
						t.Errorf("%s %s never meets %s %s", f.Name, a, g.Name, b)
					}
				}
			}
		}
	}
	if len(rows)*4 > len(possible) {
		t.Errorf("%d rows are no saving of %d", len(rows), len(possible))
	}
	t.Logf("%d rows of %d", len(rows), len(possible))
}

func TestEveryChoiceIsInSomeOfFewRows(t *testing.T) {
	packs, all := factors(t)
	rows := Singles(Pairs(packs, all))
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

// remembering formats no text twice: most files are the same in most projects, and formatting takes longer than all else.
type remembering struct {
	gostack.Stack
	formatted *sync.Map // by kind of file and text
}

func (r remembering) Format(name string, data []byte) ([]byte, error) {
	if done, ok := r.formatted.Load(path.Ext(name) + string(data)); ok {
		return done.([]byte), nil
	}
	done, err := r.Stack.Format(name, data)
	if err == nil {
		r.formatted.Store(path.Ext(name)+string(data), done)
	}
	return done, err
}

// TestEveryCombinationRenders is all there is to choose, without building it: each has its dependencies recorded, and
// gives files that can be read.
func TestEveryCombinationRenders(t *testing.T) {
	packs, all := factors(t)
	g := &generator.Generator{Packs: templates.FS, Stacks: []generator.Stack{remembering{formatted: &sync.Map{}}}}
	known := map[string]bool{}
	for _, r := range All(packs, all) {
		p, err := Project(packs, gostack.Stack{}.Name(), all, r)
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
	t.Logf("%d combinations, %d files that differ", len(All(packs, all)), len(known))
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

// TestOnlyWhatGoesTogetherIsChosen, on the toy packs: several instances never have what they cannot share, a mirror never
// lacks its lamp, and a module has the parts of the pieces in use.
func TestOnlyWhatGoesTogetherIsChosen(t *testing.T) {
	packs, err := pack.Load(os.DirFS(filepath.Join("..", "..", "..", "testdata", "packs", "v1")))
	if err != nil {
		t.Fatal(err)
	}
	all := Factors(packs)
	for _, r := range All(packs, all) {
		p, err := Project(packs, "go", all, r)
		if err != nil {
			t.Fatal(err)
		}
		_, terrace := p.Pieces["terrace"]
		_, mirror := p.Pieces["mirror"]
		_, lamp := p.Pieces["lamp"]
		if terrace && (p.Pieces["store"].Backend == "shelf" || p.Pieces["lamp"].Backend == "candle") || mirror && !lamp {
			t.Fatalf("%s is no project that a command leads to", Name(all, r))
		}
		for _, m := range p.Modules {
			if got := len(m.PartsOf("shade")) == 1; got != lamp || len(m.PartsOf("drawer")) != 1 {
				t.Fatalf("%s: %s has the parts %v", Name(all, r), m.Name, m.Parts)
			}
		}
	}
	if rows := All(packs, all); len(rows) == 0 || len(rows) >= len(every(all)) {
		t.Errorf("%d of %d", len(rows), len(every(all)))
	}
}
