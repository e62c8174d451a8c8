package gostack

import (
	"bytes"
	"go/format"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
)

// shops renders a project's Go files before and after `scale add field` and `scale add index`.
func shops(t *testing.T) (before, after map[string][]byte) {
	t.Helper()
	g := &generator.Generator{Packs: os.DirFS("../../templates"), Stacks: []generator.Stack{Stack{}}}
	files := func(specs ...string) map[string][]byte {
		m := manifest.Module{Name: "product", Created: "20260101000000"}
		for _, spec := range specs {
			f, err := manifest.ParseField(spec)
			if err != nil {
				t.Fatal(err)
			}
			m.Fields = append(m.Fields, f)
		}
		tree, err := g.Render(manifest.Project{
			Name: "shop", Stack: "go", ModulePath: "shop", Modules: []manifest.Module{m},
			Pieces: map[string]manifest.Piece{"database": {Backend: "sqlite"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		found := map[string][]byte{}
		for name, f := range tree {
			if path.Ext(name) == ".go" && !strings.Contains(name, "scale_gen") {
				found[name] = formatted(f.Data)
			}
		}
		return found
	}
	return files("name:string:index", "price:decimal"),
		files("name:string:index", "price:decimal:index@20260201000000", "delivered_on@20260301000000:date:optional")
}

// A line of the user's, put at every place of every file in turn, is the plainest edit there is: whatever scale changes
// beside it, the result is scale's file with that line in it.
func TestALineAnywhereMergesWithAnythingScaleAdds(t *testing.T) {
	before, after := shops(t)
	tried, conflicts, files := 0, 0, 0
	for name, base := range before {
		theirs, stays := after[name]
		if !stays || bytes.Equal(base, theirs) {
			continue
		}
		files++
		lines := strings.SplitAfter(string(base), "\n")
		for at := range lines {
			ours := []byte(strings.Join(lines[:at], "") + "// mine\n" + strings.Join(lines[at:], ""))
			if _, err := format.Source(ours); err != nil {
				continue
			}
			tried++
			r := MergeFile(base, ours, theirs)
			if !r.Clean() {
				conflicts++
				t.Logf("%s:%d: %s", name, at+1, r.Conflicts[0].Why)
				continue
			}
			without := strings.Replace(string(r.Data), "// mine\n", "", 1)
			if len(without) == len(r.Data) || squeezed(without) != squeezed(string(theirs)) {
				t.Errorf("%s:%d: got\n%s", name, at+1, r.Data)
			}
		}
	}
	t.Logf("%d places in %d files, %d conflicts", tried, files, conflicts)
	if files == 0 || conflicts*100 > tried {
		t.Errorf("%d conflicts in %d places of %d files", conflicts, tried, files)
	}
}

// Taking out any line leaves a file that merges without it, or a conflict; it never comes back.
func TestALineTakenOutStaysOut(t *testing.T) {
	before, after := shops(t)
	tried, conflicts := 0, 0
	for name, base := range before {
		theirs, stays := after[name]
		if !stays || bytes.Equal(base, theirs) {
			continue
		}
		lines := strings.SplitAfter(string(base), "\n")
		for at, line := range lines {
			ours := []byte(strings.Join(lines[:at], "") + strings.Join(lines[at+1:], ""))
			if strings.TrimSpace(line) == "" || strings.Contains(line, "\"\n") || !clean(ours) {
				continue
			}
			tried++
			r := MergeFile(base, ours, theirs)
			if !r.Clean() {
				conflicts++
				continue
			}
			if got, want := count(r.Data, line), count(theirs, line)-1; got > want && want >= 0 {
				t.Errorf("%s:%d: %q came back", name, at+1, line)
			}
		}
	}
	t.Logf("%d lines, %d conflicts", tried, conflicts)
}

func count(text []byte, line string) int {
	n := 0
	for l := range strings.Lines(string(text)) {
		if squeezed(l) == squeezed(line) {
			n++
		}
	}
	return n
}
