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

// lookForMembers finds the lines that use a field or a method which a file of scale's will no longer declare, such as that
// of a piece among the pieces, or a method of a file that goes from a package that stays. Only types tell one from another
// of the same name, so the project's packages are type-checked. What they import from elsewhere is taken for empty; what
// does not resolve then is passed over.
func (r *references) lookForMembers(disk, stays map[string][]byte) {
	goes := r.membersThatGo(disk, stays)
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
		for _, u := range c.uses(dir) {
			declared, at := c.set.PositionFor(u.of.Pos(), false), c.set.PositionFor(u.at, false)
			if _, mine := stays[at.Filename]; !mine || !goes[declared.Filename][member(u.of)] || declared.Filename == at.Filename {
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

// membersThatGo are fields and methods by the file that loses them.
func (r *references) membersThatGo(disk, stays map[string][]byte) map[string]map[string]bool {
	goes := map[string]map[string]bool{}
	for name, theirs := range r.change.Theirs {
		base, had := r.change.Base[name]
		if !had || theirs.Owner != render.Scale || path.Ext(name) != ".go" {
			continue
		}
		stay, lost := membersOf(theirs.Data), membersOf(base.Data)
		maps.DeleteFunc(lost, func(m string, _ bool) bool { return stay[m] })
		if len(lost) > 0 {
			goes[name] = lost
		}
	}
	for name, data := range disk {
		if _, stay := stays[name]; stay || r.goes[path.Dir(name)].whole {
			continue
		}
		methods := membersOf(data)
		maps.DeleteFunc(methods, func(m string, _ bool) bool { return !strings.Contains(m, ".") })
		if len(methods) > 0 {
			goes[name] = methods
		}
	}
	return goes
}

// membersOf are the fields that the structs of a file name, and its methods, with their receiver.
func membersOf(data []byte) map[string]bool {
	names := map[string]bool{}
	f, err := parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	if err != nil {
		return names
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			for _, field := range n.Fields.List {
				for _, id := range field.Names {
					names[id.Name] = true
				}
			}
		case *ast.FuncDecl:
			if n.Recv != nil && len(n.Recv.List) == 1 {
				names[receiver(n.Recv.List[0].Type)+"."+n.Name.Name] = true
			}
		}
		return true
	})
	return names
}

// member is the name under which membersOf has a field or a method; "" for anything else.
func member(object types.Object) string {
	switch o := object.(type) {
	case *types.Var:
		if o.IsField() {
			return o.Name()
		}
	case *types.Func:
		if r := o.Signature().Recv(); r != nil {
			return receiverOf(r.Type()) + "." + o.Name()
		}
	}
	return ""
}

// receiverOf is the name of a type that has methods, without its arguments.
func receiverOf(t types.Type) string {
	if p, is := t.(*types.Pointer); is {
		t = p.Elem()
	}
	if n, is := t.(*types.Named); is {
		return n.Obj().Name()
	}
	return "?"
}

// checker finds out the types of a project's packages, as far as that takes nothing but the project.
type checker struct {
	disk     map[string][]byte
	module   string
	set      *token.FileSet
	packages map[string]*types.Package // by import path
}

// memberUse is a place where a field or a method is used.
type memberUse struct {
	at token.Pos
	of types.Object
}

// uses are those of the packages in a folder, tests included.
func (c *checker) uses(dir string) (all []memberUse) {
	for _, files := range c.parse(dir, true) {
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
		c.check(path.Join(c.module, dir), files, info)
		for id, object := range info.Uses {
			if member(object) != "" {
				all = append(all, memberUse{id.Pos(), object})
			}
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, is := n.(*ast.CallExpr); is {
					all = append(all, unspoken(call, info)...)
				}
				return true
			})
		}
	}
	return all
}

// unspoken are the methods that a call uses without naming them: what it is given has to have those of an interface.
func unspoken(call *ast.CallExpr, info *types.Info) (all []memberUse) {
	takes, is := info.TypeOf(call.Fun).(*types.Signature)
	if !is {
		return nil
	}
	for i, given := range call.Args {
		wanted, is := taken(takes, i).Underlying().(*types.Interface)
		t := info.TypeOf(given)
		if !is || t == nil || types.IsInterface(t) {
			continue
		}
		for m := range wanted.Methods() {
			if method, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name()); method != nil {
				all = append(all, memberUse{given.Pos(), method})
			}
		}
	}
	return all
}

// taken is the type that a function takes in a place, as far as the last is clear.
func taken(f *types.Signature, i int) types.Type {
	last := f.Params().Len() - 1
	switch {
	case i < last || i == last && !f.Variadic():
		return f.Params().At(i).Type()
	case last < 0 || !f.Variadic():
		return types.Typ[types.Invalid]
	}
	if several, is := f.Params().At(last).Type().(*types.Slice); is {
		return several.Elem()
	}
	return types.Typ[types.Invalid] // append takes a string for a slice of bytes
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
