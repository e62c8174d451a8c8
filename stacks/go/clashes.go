package gostack

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator"
)

// Clashes lists the declarations in files that stay, and that a file which the change adds to the same package declares
// too: both together would not build.
func (Stack) Clashes(change generator.Change) ([]generator.Place, error) {
	arriving := map[string]bool{} // package, receiver and name
	for name, f := range change.Theirs {
		if _, had := change.Base[name]; !had && path.Ext(name) == ".go" {
			for id := range topLevel(name, f.Data) {
				arriving[id] = true
			}
		}
	}
	if len(arriving) == 0 {
		return nil, nil
	}
	disk, err := goFiles(change.Disk)
	if err != nil {
		return nil, err
	}
	r := references{change: change, goes: map[string]*leaving{}}
	var places []generator.Place
	for name, data := range r.sort(disk) {
		theirs, rendered := change.Theirs[name]
		before, after := topLevel(name, change.Base[name].Data), topLevel(name, theirs.Data)
		for id, line := range topLevel(name, data) {
			if arriving[id] && (!rendered || !moves(id, before, after)) {
				text := strings.TrimSpace(lineOf(data, line))
				places = append(places, generator.Place{Path: name, Line: line, Text: text})
			}
		}
	}
	slices.SortFunc(places, func(a, b generator.Place) int {
		if a.Path != b.Path {
			return strings.Compare(a.Path, b.Path)
		}
		return a.Line - b.Line
	})
	return places, nil
}

// moves reports a declaration that the change takes out of a file that it renders.
func moves(id string, before, after map[string]int) bool {
	_, had := before[id]
	_, stays := after[id]
	return had && !stays
}

// topLevel gives the line of each declaration at the top of a file, methods among them, by its package, receiver and
// name. Files under a build constraint declare nothing for sure.
func topLevel(name string, data []byte) map[string]int {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, name, data, parser.SkipObjectResolution)
	if err != nil || bytes.Contains(data, []byte("\n//go:build ")) || bytes.HasPrefix(data, []byte("//go:build ")) {
		return nil
	}
	lines := map[string]int{}
	add := func(receiver string, id *ast.Ident) {
		if id.Name != "_" && (id.Name != "init" || receiver != "") {
			lines[path.Dir(name)+" "+f.Name.Name+" "+receiver+"."+id.Name] = files.PositionFor(id.Pos(), false).Line
		}
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				add("", d.Name)
			} else if len(d.Recv.List) == 1 {
				add(receiver(d.Recv.List[0].Type), d.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add("", spec.Name)
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						add("", id)
					}
				}
			}
		}
	}
	return lines
}
