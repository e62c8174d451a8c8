package gostack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/render"
)

// rendered is a project with one module that has a field of every type, and with every piece that brings code to modules.
func rendered(t *testing.T) render.Tree {
	t.Helper()
	m := manifest.Module{Name: "zebra", Created: "20260101000000"}
	for _, kind := range manifest.Types() {
		name, _, _ := strings.Cut(kind, "(")
		f, err := manifest.ParseField("z_" + name + ":" + strings.Replace(kind, "module", "zebra", 1))
		if err != nil {
			t.Fatal(err)
		}
		m.Fields = append(m.Fields, f)
	}
	g := &generator.Generator{Packs: os.DirFS("../../templates"), Stacks: []generator.Stack{Stack{}}}
	tree, err := g.Render(manifest.Project{
		Name: "zoo", Stack: "go", ModulePath: "zoo", Modules: []manifest.Module{m},
		Pieces: map[string]manifest.Piece{
			"auth": {}, "cache": {Backend: "memory"}, "database": {Backend: "sqlite"}, "ratelimit": {Backend: "memory"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func parsed(t *testing.T, tree render.Tree, dir string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	for _, name := range tree.Paths() {
		if path.Dir(name) != dir || path.Ext(name) != ".go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, tree[name].Data, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[path.Base(name)] = f
	}
	if len(files) == 0 {
		t.Fatalf("no Go files in %s", dir)
	}
	return files
}

func TestNamesThatTheProjectUsesAreRefusedForModules(t *testing.T) {
	tree := rendered(t)
	taken := map[string]string{}
	for name, f := range parsed(t, tree, "cmd/zoo") {
		for n := range declared(tree["cmd/zoo/"+name].Data) {
			if n != strings.ToLower(n) {
				continue // no module can be called that
			}
			taken[n] = "cmd/zoo/" + name
		}
		if name != "scale_gen.go" {
			continue
		}
		for _, spec := range f.Imports {
			taken[lineOfSpec(spec).local()] = name
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok {
				for _, id := range field.Names {
					taken[id.Name] = "a parameter in " + name
				}
			}
			return true
		})
	}
	for name := range parsed(t, tree, "internal/zebra") {
		taken[strings.TrimSuffix(name, ".go")] = "a file of a module"
		for n := range declared(tree["internal/zebra/"+name].Data) {
			if ast.IsExported(n) && !strings.HasSuffix(name, "_test.go") {
				taken[strings.ToLower(n)] = "internal/zebra/" + name
			}
		}
	}
	for name, where := range taken {
		if strings.HasPrefix(name, "zebra") || name == "new" || strings.HasSuffix(name, "_test") {
			continue
		}
		if err := (Stack{}).CheckName(aModule, strings.ToLower(name)); err == nil {
			t.Errorf("%s, %s, can be a module's name", name, where)
		}
	}
}

func TestNamesThatRowsUseAreRefusedForFields(t *testing.T) {
	tree := rendered(t)
	for _, f := range parsed(t, tree, "internal/zebra") {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || !ast.IsExported(fn.Name.Name) {
				continue
			}
			switch receiver(fn.Recv.List[0].Type) {
			case "Draft", "Zebra":
				if err := (Stack{}).CheckName(aField, strings.ToLower(fn.Name.Name)); err == nil {
					t.Errorf("method %s can be a field's name", fn.Name.Name)
				}
			}
		}
	}
	for name, f := range parsed(t, tree, "internal/zebra") {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != "Zebra" {
				return true
			}
			for _, member := range spec.Type.(*ast.StructType).Fields.List {
				for _, id := range append(member.Names, embedded(member)...) {
					snake := strings.TrimSuffix(strings.ReplaceAll(id.Name, "At", "_at"), "_")
					if err := (Stack{}).CheckName(aField, strings.ToLower(snake)); err == nil {
						t.Errorf("%s: %s can be a field's name", name, id.Name)
					}
				}
			}
			return false
		})
	}
}

func embedded(f *ast.Field) []*ast.Ident {
	if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 {
		return []*ast.Ident{id}
	}
	return nil
}

func TestVariablesNeverHideAPackageThatAModuleImports(t *testing.T) {
	tree := rendered(t)
	for name, f := range parsed(t, tree, "internal/zebra") {
		for _, spec := range f.Imports {
			line := lineOfSpec(spec)
			if local := line.local(); line.name != "_" && Var(local) == local && !strings.HasSuffix(name, "_test.go") {
				t.Errorf("%s imports %s, and a variable can be called %s", name, line.path, local)
			}
		}
	}
}
