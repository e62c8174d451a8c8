package gostack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/render"
)

// lookForFields finds the lines that use a field which a file of scale's will no longer declare, such as that of a piece
// among the pieces. Only types tell one field from another of the same name, so the project's packages are type-checked.
// What they import from elsewhere is taken for empty; what does not resolve then is passed over.
func (r *references) lookForFields(disk, stays map[string][]byte) {
	goes := r.fieldsThatGo()
	if len(goes) == 0 {
		return
	}
	c := checker{disk: disk, module: r.module, set: token.NewFileSet(), packages: map[string]*types.Package{}}
	dirs := map[string]bool{}
	for name := range stays {
		dirs[path.Dir(name)] = true
	}
	lines := map[string]map[int]bool{}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		for id, object := range c.uses(dir) {
			declared, at := c.set.PositionFor(object.Pos(), false), c.set.PositionFor(id.Pos(), false)
			if _, mine := stays[at.Filename]; !mine || !goes[declared.Filename][object.Name()] || declared.Filename == at.Filename {
				continue
			}
			if lines[at.Filename] == nil {
				lines[at.Filename] = map[int]bool{}
			}
			lines[at.Filename][at.Line] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		r.report(name, stays[name], lines[name])
	}
}

// fieldsThatGo are names of fields by the file of scale's that stays and loses them.
func (r *references) fieldsThatGo() map[string]map[string]bool {
	goes := map[string]map[string]bool{}
	for name, theirs := range r.change.Theirs {
		base, had := r.change.Base[name]
		if !had || theirs.Owner != render.Scale || path.Ext(name) != ".go" {
			continue
		}
		stay := fieldsOf(theirs.Data)
		lost := maps.Collect(maps.All(fieldsOf(base.Data)))
		maps.DeleteFunc(lost, func(field string, _ bool) bool { return stay[field] })
		if len(lost) > 0 {
			goes[name] = lost
		}
	}
	return goes
}

// fieldsOf are the fields that the structs of a file name.
func fieldsOf(data []byte) map[string]bool {
	names := map[string]bool{}
	f, err := parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	if err != nil {
		return names
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.StructType); ok {
			for _, field := range s.Fields.List {
				for _, id := range field.Names {
					names[id.Name] = true
				}
			}
		}
		return true
	})
	return names
}

// checker finds out the types of a project's packages, as far as that takes nothing but the project.
type checker struct {
	disk     map[string][]byte
	module   string
	set      *token.FileSet
	packages map[string]*types.Package // by import path
}

// uses are the fields that the packages in a folder use, tests included.
func (c *checker) uses(dir string) map[*ast.Ident]*types.Var {
	fields := map[*ast.Ident]*types.Var{}
	for _, files := range c.parse(dir, true) {
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
		c.check(path.Join(c.module, dir), files, info)
		for id, object := range info.Uses {
			if v, is := object.(*types.Var); is && v.IsField() {
				fields[id] = v
			}
		}
	}
	return fields
}

// Import implements types.Importer.
func (c *checker) Import(name string) (*types.Package, error) {
	if p := c.packages[name]; p != nil {
		return p, nil
	}
	p := types.NewPackage(name, importLine{path: name}.local())
	p.MarkComplete()
	c.packages[name] = p
	if dir, inside := strings.CutPrefix(name, c.module+"/"); inside {
		for _, files := range c.parse(dir, false) {
			c.packages[name] = c.check(name, files, nil)
		}
	}
	return c.packages[name], nil
}

// check goes as far as it can: what is missing is no concern here.
func (c *checker) check(name string, files []*ast.File, info *types.Info) *types.Package {
	config := types.Config{Importer: c, Error: func(error) {}, FakeImportC: true}
	p, _ := config.Check(name, c.set, files, info)
	return p
}

// parse reads the files of a folder, by the package that they name.
func (c *checker) parse(dir string, tests bool) map[string][]*ast.File {
	packages := map[string][]*ast.File{}
	for _, name := range slices.Sorted(maps.Keys(c.disk)) {
		if path.Dir(name) != dir || !tests && strings.HasSuffix(name, "_test.go") {
			continue
		}
		if f, err := parser.ParseFile(c.set, name, c.disk[name], parser.SkipObjectResolution); f != nil && (err == nil || len(f.Decls) > 0) {
			packages[f.Name.Name] = append(packages[f.Name.Name], f)
		}
	}
	return packages
}
