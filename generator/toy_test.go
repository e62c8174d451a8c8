package generator_test

import (
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/render"
)

// toy is a language without rules, for the toy packs in testdata. Its name is that of their folders.
type toy struct {
	proof    [][]string        // what --verify runs
	unhooked []generator.Place // lines that the user took out
	used     []generator.Place // lines that use what goes
	clashes  []generator.Place // lines that declare what comes
}

func (toy) Name() string                              { return "go" }
func (toy) CheckModulePath(string) error              { return nil }
func (toy) Funcs() template.FuncMap                   { return nil }
func (toy) Format(_ string, d []byte) ([]byte, error) { return d, nil }

// CheckName refuses one name, whatever has it.
func (toy) CheckName(kind, name string) error {
	if name == "cursed" {
		return fmt.Errorf("%s name %q cannot be used: nobody would come near it", kind, name)
	}
	return nil
}

func (toy) Dependencies(fs.FS, manifest.Project) (render.Tree, error) { return nil, nil }

func (toy) Merger(string, generator.Change) (merge.Func, bool) { return nil, false }

func (s toy) References(generator.Change) ([]generator.Place, error) { return s.used, nil }

func (s toy) Unhooked(generator.Change) ([]generator.Place, error) { return s.unhooked, nil }

func (s toy) Clashes(generator.Change) ([]generator.Place, error) { return s.clashes, nil }

func (toy) Foreign(folder string) bool { return folder == "neighbours" }

// Texts are what stands behind the word say.
func (toy) Texts(name string, data []byte) []generator.Text {
	var all []generator.Text
	for i, line := range strings.Split(string(data), "\n") {
		if words, says := strings.CutPrefix(line, "say "); says && strings.HasSuffix(name, ".txt") {
			all = append(all, generator.Text{Line: i + 1, Text: words})
		}
	}
	return all
}

func (s toy) Proof() [][]string { return s.proof }
