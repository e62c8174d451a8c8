package gostack

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/render"
)

func TestNamesThatTheUserTookAwayAreNotUsedAgain(t *testing.T) {
	base := map[string]string{
		"internal/product/product.go": "package product\n\ntype Product struct {\n\tName  string\n\tPrice int\n}\n\nfunc (p Product) check() {}\n",
		"internal/product/store.go":   "package product\n\nimport \"shop/internal/page\"\n\nvar listed = []any{\n\tpage.By(func(p Product) any { return p.Name }),\n}\n\nfunc end() {}\n",
		"internal/page/page.go":       "package page\n\nfunc By(f any) any { return f }\n\nfunc Maybe(f any) any { return f }\n",
	}
	theirs := edit(base["internal/product/store.go"], "return p.Name }),\n", "return p.Name }),\n\tpage.Maybe(func(p Product) any { return p.Price }),\n")
	for _, c := range []struct {
		name  string
		edits map[string]string // of files besides store.go
		why   string
	}{
		{name: "everything is there"},
		{
			name:  "a field that the user renamed",
			edits: map[string]string{"internal/product/product.go": strings.ReplaceAll(base["internal/product/product.go"], "Price", "Cost")},
			why:   "uses Price, which stood in internal/product/product.go",
		},
		{
			name:  "a field that moved to another file",
			edits: map[string]string{"internal/product/product.go": "package product\n\ntype Product struct {\n\tName string\n\tMoney\n}\n", "internal/product/money.go": "package product\n\ntype Money struct{ Price int }\n"},
		},
		{
			name:  "a function of the platform that the user took out",
			edits: map[string]string{"internal/page/page.go": "package page\n\nfunc By(f any) any { return f }\n"},
			why:   "uses Maybe, which stood in internal/page/page.go",
		},
		{
			name:  "a file that the user deleted",
			edits: map[string]string{"internal/page/page.go": ""},
			why:   "uses Maybe, which stood in internal/page/page.go",
		},
		{
			name:  "a name that scale's lines do not use",
			edits: map[string]string{"internal/product/product.go": strings.ReplaceAll(base["internal/product/product.go"], "check", "valid")},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			change := generator.Change{Base: render.Tree{}, Theirs: render.Tree{}, Project: manifest.Project{ModulePath: "shop"}}
			disk := fstest.MapFS{}
			for name, text := range base {
				change.Base[name] = render.File{Data: []byte(text)}
				change.Theirs[name] = change.Base[name]
				disk[name] = &fstest.MapFile{Data: []byte(text)}
			}
			for name, text := range c.edits {
				disk[name] = &fstest.MapFile{Data: []byte(text)}
				if text == "" {
					delete(disk, name)
				}
			}
			file := "internal/product/store.go"
			ours := strings.Replace(base[file], "func end() {}", "func end() {} // mine", 1)
			disk[file] = &fstest.MapFile{Data: []byte(ours)}
			change.Theirs[file] = render.File{Data: []byte(theirs)}
			change.Disk = disk
			f, _ := Stack{}.Merger(file, change)
			r := f([]byte(base[file]), []byte(ours), []byte(theirs))
			switch {
			case c.why == "" && !r.Clean():
				t.Errorf("conflicts: %+v", r.Conflicts)
			case c.why != "" && (r.Clean() || !strings.Contains(r.Conflicts[0].Why, c.why)):
				t.Errorf("conflicts: %+v, want one that says %q", r.Conflicts, c.why)
			}
			if !strings.Contains(string(r.Data), "func end() {} // mine") {
				t.Errorf("a line of the user's is lost in\n%s", r.Data)
			}
		})
	}
}
