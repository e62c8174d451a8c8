package gostack

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/render"
)

// Unhooked lists the lines that called what a change is about to alter in a file of scale's, and that the user has taken
// out: what scale adds there would never run. Only declarations whose text changes count, so that a function nobody
// calls any more does not stand in the way of other changes; and a call in a test does not count, since it runs nothing.
func (Stack) Unhooked(change generator.Change) ([]generator.Place, error) {
	altered := map[string]bool{}
	for name, theirs := range change.Theirs {
		if base, had := change.Base[name]; had && path.Ext(name) == ".go" && theirs.Owner == render.Scale {
			for decl := range alteredDecls(base.Data, theirs.Data) {
				altered[inPackage(name, decl)] = true
			}
		}
	}
	if len(altered) == 0 {
		return nil, nil
	}
	called, err := namesOnDisk(change)
	if err != nil {
		return nil, err
	}
	return lostCalls(change, altered, called), nil
}

// inPackage tells the unexported names of one package from those of another; an exported one can be used from anywhere.
func inPackage(file, name string) string {
	if ast.IsExported(name) {
		return name
	}
	return path.Dir(file) + "." + name
}

// runs reports whether a file is Go code of the user's that a program runs: no test, and not scale's.
func runs(change generator.Change, name string) bool {
	return path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") &&
		change.Base[name].Owner != render.Scale && change.Theirs[name].Owner != render.Scale
}

// alteredDecls names the top-level declarations of base whose text is another in theirs.
func alteredDecls(base, theirs []byte) map[string]bool {
	before, after := decls(base), decls(theirs)
	altered := map[string]bool{}
	for name, text := range before {
		if now, stays := after[name]; stays && now != text {
			altered[name] = true
		}
	}
	return altered
}

// decls gives the text of each top-level declaration by its name.
func decls(src []byte) map[string]string {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	texts := map[string]string{}
	text := func(n ast.Node) string {
		return string(src[fset.PositionFor(n.Pos(), false).Offset:fset.PositionFor(n.End(), false).Offset])
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			texts[d.Name.Name] = text(d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					texts[t.Name.Name] = text(t)
				}
			}
		}
	}
	return texts
}

// namesOnDisk collects every identifier in the user's Go files that a program runs.
func namesOnDisk(change generator.Change) (map[string]bool, error) {
	names := map[string]bool{}
	err := fs.WalkDir(change.Disk, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "vendor" || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !runs(change, name):
			return nil
		}
		src, err := fs.ReadFile(change.Disk, name)
		if err != nil {
			return err
		}
		for used := range identifiers(src) {
			names[inPackage(name, used)] = true
		}
		return nil
	})
	return names, err
}

// identifiers gives the first line on which each identifier is used, declarations of functions aside.
func identifiers(src []byte) map[string]int {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if f == nil || err != nil && len(f.Decls) == 0 {
		return nil
	}
	lines := map[string]int{}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && lines[id.Name] == 0 {
			lines[id.Name] = fset.PositionFor(id.Pos(), false).Line
		}
		return true
	})
	return lines
}

// lostCalls finds where the user's files called a declaration as scale wrote them, for those called nowhere any more.
func lostCalls(change generator.Change, altered, called map[string]bool) []generator.Place {
	var places []generator.Place
	for _, name := range change.Base.Paths() {
		if !runs(change, name) || change.Theirs[name].Data == nil {
			continue
		}
		src := change.Base[name].Data
		for id, line := range identifiers(src) {
			if id := inPackage(name, id); altered[id] && !called[id] {
				text := bytes.TrimSpace(slices.Collect(bytes.Lines(src))[line-1])
				places = append(places, generator.Place{Path: name, Line: line, Text: string(text)})
			}
		}
	}
	slices.SortFunc(places, func(a, b generator.Place) int {
		return strings.Compare(a.Path+a.Text, b.Path+b.Text)
	})
	return places
}
