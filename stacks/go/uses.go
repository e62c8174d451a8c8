package gostack

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// References lists the lines of the user's that use what the change deletes: imports of a package that goes, names that
// only its deleted files declare so or that scale's files lose, and fields and methods.
func (Stack) References(change generator.Change) ([]generator.Place, error) {
	disk, err := goFiles(change.Disk)
	if err != nil {
		return nil, err
	}
	r := references{change: change, module: change.Project.ModulePath, goes: map[string]*leaving{}}
	if data, err := fs.ReadFile(change.Disk, "go.mod"); err == nil && modfile.ModulePath(data) != "" {
		r.module = modfile.ModulePath(data)
	}
	stays := r.sort(disk)
	for _, name := range slices.Sorted(maps.Keys(stays)) {
		r.look(name, stays[name])
	}
	r.lookForMembers(disk, stays)
	slices.SortStableFunc(r.places, func(a, b generator.Place) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), a.Line-b.Line)
	})
	return slices.Compact(r.places), nil
}

type references struct {
	change generator.Change
	module string
	goes   map[string]*leaving // by folder
	places []generator.Place
}

// leaving is a package of which files go.
type leaving struct {
	whole bool              // no file stays that others could import
	names map[string]string // declared in files that go, and nowhere else alike; what each takes and gives
}

// sort parts the files into those that go and those that stay, and notes what goes with the former. A file that the
// user edited stays even where scale no longer renders it.
func (r *references) sort(disk map[string][]byte) (stays map[string][]byte) {
	stays = map[string][]byte{}
	for name, data := range disk {
		base, inBase := r.change.Base[name]
		_, inTheirs := r.change.Theirs[name]
		if !inBase || inTheirs || !plan.Unchanged(&base, r.onDisk(name, data)) {
			stays[name] = data
			continue
		}
		maps.Copy(r.in(path.Dir(name)).names, declared(data))
	}
	r.loseNames()
	for name, data := range stays {
		if theirs, rendered := r.change.Theirs[name]; rendered && theirs.Owner == render.Scale {
			data = theirs.Data
		}
		r.remains(name, data)
	}
	for name, f := range r.change.Theirs {
		if path.Ext(name) == ".go" && r.change.Base[name].Data == nil {
			r.remains(name, f.Data)
		}
	}
	return stays
}

// in is what goes in a folder.
func (r *references) in(dir string) *leaving {
	if r.goes[dir] == nil {
		r.goes[dir] = &leaving{whole: true, names: map[string]string{}}
	}
	return r.goes[dir]
}

// loseNames notes what scale's files declare no more, such as what is there for each part of a module.
func (r *references) loseNames() {
	for name, theirs := range r.change.Theirs {
		base, had := r.change.Base[name]
		if !had || theirs.Owner != render.Scale || path.Ext(name) != ".go" {
			continue
		}
		lost, stay := declared(base.Data), declared(theirs.Data)
		maps.DeleteFunc(lost, func(id, _ string) bool { _, is := stay[id]; return is })
		if len(lost) > 0 {
			maps.Copy(r.in(path.Dir(name)).names, lost)
		}
	}
}

// onDisk is a file as a plan sees it. One whose mode was changed stays too, and a link is no file of scale's any more.
func (r *references) onDisk(name string, data []byte) *render.File {
	f := &render.File{Data: data}
	if info, err := fs.Lstat(r.change.Disk, name); err == nil && info.Mode().IsRegular() {
		f.Mode = info.Mode()
		return f
	}
	return nil
}

// remains takes what a file declares from what goes with its package. A function that takes or gives something else is
// another one: calls of the old one would not build.
func (r *references) remains(name string, data []byte) {
	dir := r.goes[path.Dir(name)]
	if dir == nil {
		return
	}
	if !strings.HasSuffix(name, "_test.go") {
		dir.whole = false
	}
	for n, form := range declared(data) {
		if dir.names[n] == form {
			delete(dir.names, n)
		}
	}
}

// look finds the uses in one file that stays.
func (r *references) look(name string, data []byte) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, data, parser.ParseComments)
	if f == nil || err != nil && len(f.Decls) == 0 {
		return
	}
	uses := finder{set: set, lines: map[int]bool{}}
	if own := r.goes[path.Dir(name)]; own != nil && !strings.HasSuffix(f.Name.Name, "_test") {
		uses.free(f, own.names)
	}
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		dir, inside := strings.CutPrefix(imported, r.module+"/")
		if err != nil || !inside || r.goes[dir] == nil {
			continue
		}
		if r.goes[dir].whole {
			uses.at(spec.Pos())
		} else {
			uses.selected(f, localName(spec, imported), r.goes[dir].names)
		}
	}
	r.report(name, data, uses.lines)
}

// report keeps the lines that are the user's: scale's own lines in the file change along with it. Of an edited file that
// stays where scale would delete it, one line says enough.
func (r *references) report(name string, data []byte, lines map[int]bool) {
	own := map[string]bool{}
	base, written := r.change.Base[name]
	if _, rendered := r.change.Theirs[name]; rendered {
		own = set(strings.Split(string(base.Data), "\n")...)
	} else if written && len(lines) > 0 {
		lines = map[int]bool{slices.Min(slices.Collect(maps.Keys(lines))): true}
	}
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		text := strings.TrimSuffix(lineOf(data, line), "\r")
		if !own[text] {
			r.places = append(r.places, generator.Place{Path: name, Line: line, Text: strings.TrimSpace(text)})
		}
	}
}

// finder collects the lines of uses in one file.
type finder struct {
	set   *token.FileSet
	lines map[int]bool
}

func (f finder) at(pos token.Pos) { f.lines[f.set.PositionFor(pos, false).Line] = true }

// free finds names that the file uses and does not declare.
func (f finder) free(file *ast.File, names map[string]string) {
	for _, id := range file.Unresolved {
		if _, goes := names[id.Name]; goes {
			f.at(id.Pos())
		}
	}
}

// selected finds names taken from a package.
func (f finder) selected(file *ast.File, pkg string, names map[string]string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			id, ok := sel.X.(*ast.Ident)
			if _, goes := names[sel.Sel.Name]; goes && ok && id.Name == pkg {
				f.at(sel.Pos())
			}
		}
		return true
	})
}

func localName(spec *ast.ImportSpec, imported string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return importLine{path: imported}.local()
}

// declared are the names at the top of a file, without methods, and of functions the types that they take and give.
func declared(data []byte) map[string]string {
	names := map[string]string{}
	f, err := parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	if f == nil || err != nil && len(f.Decls) == 0 {
		return names
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = form(d.Type)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = ""
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						names[id.Name] = ""
					}
				}
			}
		}
	}
	return names
}

// form is the type of a function without the names of what it takes and gives.
func form(f *ast.FuncType) string {
	var b strings.Builder
	for _, list := range []*ast.FieldList{f.TypeParams, f.Params, f.Results} {
		b.WriteString("(")
		for _, field := range fields(list) {
			b.WriteString(strings.Repeat(types.ExprString(field.Type)+",", max(1, len(field.Names))))
		}
		b.WriteString(")")
	}
	return b.String()
}

func fields(list *ast.FieldList) []*ast.Field {
	if list == nil {
		return nil
	}
	return list.List
}
