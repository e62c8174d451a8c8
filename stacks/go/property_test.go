package gostack

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// program is a small Go file from which variants are made.
type program struct {
	imports []string
	fields  []string
	calls   []string
}

var packages = []string{"bytes", "context", "errors", "fmt", "io", "os", "sort", "strings", "time", "example.com/a", "example.com/b", "shop/internal/c"}

func (p program) String() string {
	var b strings.Builder
	b.WriteString("// Package p is made up.\npackage p\n\n")
	if len(p.imports) > 0 {
		b.WriteString("import (\n")
		for i, path := range p.imports {
			if i > 0 && fromStandard(importLine{path: path}) != fromStandard(importLine{path: p.imports[i-1]}) {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "\t%q\n", path)
		}
		b.WriteString(")\n\n")
	}
	b.WriteString("type T struct {\n\tFirst int // one\n")
	for _, f := range p.fields {
		fmt.Fprintf(&b, "\t%s string `json:%q`\n", f, f)
	}
	b.WriteString("\tLast int\n}\n\nfunc f() {\n\tstart()\n")
	for _, path := range p.imports {
		fmt.Fprintf(&b, "\t%s.Use()\n", importLine{path: path}.local())
	}
	for _, c := range p.calls {
		fmt.Fprintf(&b, "\t%s()\n", c)
	}
	b.WriteString("\tend()\n}\n")
	return string(formatted([]byte(b.String())))
}

func distinct(t *rapid.T, label, prefix string, most int) []string {
	n := rapid.SliceOfNDistinct(rapid.IntRange(1, 40), 0, most, rapid.ID[int]).Draw(t, label)
	names := make([]string, len(n))
	for i, k := range n {
		names[i] = fmt.Sprintf("%s%s%d", prefix, strings.Repeat("x", k%9), k)
	}
	return names
}

func paths(t *rapid.T, label string) []string {
	n := rapid.SliceOfNDistinct(rapid.IntRange(0, len(packages)-1), 0, 6, rapid.ID[int]).Draw(t, label)
	slices.Sort(n)
	found := make([]string, len(n))
	for i, k := range n {
		found[i] = packages[k]
	}
	return found
}

// extend makes a variant: some things go, others come in between.
func (p program) extend(t *rapid.T, label, prefix string) program {
	q := program{imports: slices.Clone(p.imports), fields: slices.Clone(p.fields), calls: slices.Clone(p.calls)}
	for _, path := range paths(t, label+" imports") {
		if !slices.Contains(q.imports, path) {
			q.imports = append(q.imports, path)
		}
	}
	slices.SortFunc(q.imports, func(a, b string) int { return slices.Index(packages, a) - slices.Index(packages, b) })
	fields, calls := 0, 0 // of both kinds would nearly always meet the other side's
	switch rapid.IntRange(0, 2).Draw(t, "what") {
	case 0:
		fields = 2
	case 1:
		calls = 2
	}
	for _, f := range distinct(t, label+" fields", prefix, fields) {
		at := rapid.IntRange(0, len(q.fields)).Draw(t, "at")
		q.fields = slices.Insert(q.fields, at, f)
	}
	for _, c := range distinct(t, label+" calls", strings.ToLower(prefix), calls) {
		at := rapid.IntRange(0, len(q.calls)).Draw(t, "at")
		q.calls = slices.Insert(q.calls, at, c)
	}
	if len(q.calls) > 0 && calls > 0 && rapid.Bool().Draw(t, "drop") {
		q.calls = q.calls[1:]
	}
	return q
}

// squeezed is a line without what gofmt may change in it.
func squeezed(line string) string { return strings.Join(strings.Fields(line), " ") }

func lineSet(text []byte) map[string]bool {
	lines := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		lines[squeezed(line)] = true
	}
	return lines
}

func TestNoLineOfTheUsersIsLostAndTheResultIsGo(t *testing.T) {
	clean, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		base := program{imports: paths(t, "imports"), fields: distinct(t, "fields", "F", 5), calls: distinct(t, "calls", "c", 5)}
		b := []byte(base.String())
		o := []byte(base.extend(t, "ours", "Ours").String())
		th := []byte(base.extend(t, "theirs", "Theirs").String())
		r := MergeFile(b, o, th)
		all++
		merged, before := lineSet(r.Data), lineSet(b)
		for line := range lineSet(o) {
			if !merged[line] && !before[line] {
				t.Fatalf("line %q of ours is lost in\n%s", line, r.Data)
			}
		}
		if !r.Clean() {
			return
		}
		clean++
		for line := range lineSet(th) {
			if !merged[line] && !before[line] {
				t.Fatalf("line %q of theirs is lost in\n%s", line, r.Data)
			}
		}
		f, err := parser.ParseFile(token.NewFileSet(), "", r.Data, 0)
		if err != nil {
			t.Fatalf("%v in\n%s", err, r.Data)
		}
		for _, spec := range f.Imports {
			if name := lineOfSpec(spec).local(); !selectedNames(f)[name] {
				t.Fatalf("import %s is not used in\n%s", name, r.Data)
			}
		}
		if !bytes.Equal(formatted(r.Data), r.Data) {
			t.Fatalf("not gofmt-clean:\n%s", r.Data)
		}
		if back := MergeFile(r.Data, crlfBytes(r.Data), b); !back.Clean() || !bytes.Equal(toLF(back.Data), b) {
			t.Fatalf("going back gives\n%s", back.Data)
		}
	})
	t.Logf("%d of %d merges were clean", clean, all)
}

func TestTheUsersOwnSpacingStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := program{imports: paths(t, "imports"), fields: distinct(t, "fields", "F", 5), calls: distinct(t, "calls", "c", 5)}
		b := []byte(base.String())
		own := base.extend(t, "ours", "Ours").String()
		o := []byte(strings.NewReplacer("ours", "ours ", "string `", "string    `").Replace(strings.ReplaceAll(own, "()", " ( )")))
		th := []byte(base.extend(t, "theirs", "Theirs").String())
		merged := "\n" + string(MergeFile(b, o, th).Data)
		for line := range strings.Lines(string(o)) {
			if !strings.Contains(string(b), line) && !strings.Contains(line, "import") && !strings.Contains(merged, "\n"+line) {
				t.Fatalf("line %q of ours is lost in\n%s", line, merged)
			}
		}
	})
}

func crlfBytes(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) }

// Go's own library is the widest sample of gofmt-clean code on every machine that runs this test.
func TestAlignmentComesBackInGoesOwnLibrary(t *testing.T) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, same, cleanFiles := 0, 0, 0
	for _, dir := range []string{"net/http", "encoding/json", "go/ast", "database/sql", "time", "text/template", "syscall"} {
		root := filepath.Join(strings.TrimSpace(string(goroot)), "src", filepath.FromSlash(dir))
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(name) != ".go" || d.IsDir() || files > 400 {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil || len(text) > 1<<18 {
				return err
			}
			files++
			if bytes.Count(collapse(text), []byte("\n")) != bytes.Count(text, []byte("\n")) {
				t.Errorf("%s: collapsing changes the number of lines", name)
			}
			if clean(text) {
				cleanFiles++
				if _, ok := flat(text); ok {
					same++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d files, %d gofmt-clean, alignment comes back in %d", files, cleanFiles, same)
	if same*100 < cleanFiles*98 {
		t.Errorf("alignment comes back in %d of %d", same, cleanFiles)
	}
}
