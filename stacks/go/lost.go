package gostack

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
)

// fileMerger merges a Go file within its project. A clean merge is a conflict after all if a line that scale adds uses a
// name which the user has renamed or taken out since scale wrote it: each line would be right, and the build would fail.
func fileMerger(name string, change generator.Change) merge.Func {
	return func(base, ours, theirs []byte) merge.Result {
		if r, done := oneSided(base, ours, theirs); done {
			return r
		}
		var why string
		r := merge.Checked(MergeFile, func(merged []byte) error {
			fault := lostName(name, change, base, theirs, merged)
			if fault == nil {
				fault = clash(ours, theirs, merged)
			}
			if fault == nil {
				return nil
			}
			why = fault.Msg
			return fault
		})(base, ours, theirs)
		if why != "" {
			for i := range r.Conflicts {
				r.Conflicts[i].Why = why
			}
		}
		return r
	}
}

// lostName finds the first line that scale adds with a name that its package declared when scale wrote it, and that no
// package in reach declares any more.
func lostName(name string, change generator.Change, base, theirs, merged []byte) *merge.LineError {
	used := freshNames(base, theirs)
	if len(used) == 0 {
		return nil
	}
	before, after := map[string]string{}, map[string]bool{}
	for _, dir := range inReach(name, change, theirs) {
		for n, file := range baseNames(change, dir) {
			before[n] = file
		}
		for n := range namesAfter(change, dir) {
			after[n] = true
		}
	}
	for n := range allNames(merged) {
		after[n] = true
	}
	for _, use := range used {
		file, had := before[use.name]
		if line := lineWith(merged, use.text); had && !after[use.name] && line > 0 {
			return &merge.LineError{
				Line: line,
				Msg:  fmt.Sprintf("what scale adds here uses %s, which stood in %s and is not there any more", use.name, file),
			}
		}
	}
	return nil
}

// use is a name on a line.
type use struct{ name, text string }

// freshNames are the names on lines of theirs that base does not have.
func freshNames(base, theirs []byte) []use {
	old := set(strings.Split(string(collapse(base)), "\n")...)
	lines := strings.Split(string(collapse(theirs)), "\n")
	fileSet := token.NewFileSet()
	f, err := parser.ParseFile(fileSet, "", theirs, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var all []use
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if text := lines[fileSet.PositionFor(id.Pos(), false).Line-1]; !old[text] {
				all = append(all, use{id.Name, text})
			}
		}
		return true
	})
	return all
}

// inReach lists the folders of the file's own package and of those in the project that it imports.
func inReach(name string, change generator.Change, text []byte) []string {
	dirs := []string{path.Dir(name)}
	for imported := range fileImports(text) {
		if dir, inside := strings.CutPrefix(imported, change.Project.ModulePath+"/"); inside {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

// baseNames are the names that a folder's files declared when scale wrote them, with the file of each.
func baseNames(change generator.Change, dir string) map[string]string {
	names := map[string]string{}
	for _, name := range change.Base.Paths() {
		if path.Dir(name) == dir && path.Ext(name) == ".go" {
			for n := range allNames(change.Base[name].Data) {
				names[n] = name
			}
		}
	}
	return names
}

// namesAfter are the names that a folder's files declare as they stand, and those in files that scale adds.
func namesAfter(change generator.Change, dir string) map[string]bool {
	names := map[string]bool{}
	add := func(data []byte) {
		for n := range allNames(data) {
			names[n] = true
		}
	}
	found, err := fs.Glob(change.Disk, path.Join(dir, "*.go"))
	if err != nil {
		return names
	}
	for _, name := range found {
		if data, err := fs.ReadFile(change.Disk, name); err == nil {
			add(data)
		}
	}
	for name, f := range change.Theirs {
		if _, known := change.Base[name]; !known && path.Dir(name) == dir && path.Ext(name) == ".go" {
			add(f.Data)
		}
	}
	return names
}

// allNames are the names that a file declares outside functions: at its top, in structs and interfaces, and methods.
func allNames(data []byte) map[string]bool {
	names := map[string]bool{}
	f, err := parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	if f == nil || err != nil && len(f.Decls) == 0 {
		return names
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			names[n.Name.Name] = true
			return false
		case *ast.TypeSpec:
			names[n.Name.Name] = true
		case *ast.ValueSpec:
			addIdents(names, n.Names)
		case *ast.Field:
			addIdents(names, n.Names)
		case *ast.ImportSpec:
			if p, err := strconv.Unquote(n.Path.Value); err == nil {
				names[localName(n, p)] = true
			}
		}
		return true
	})
	return names
}

func addIdents(names map[string]bool, ids []*ast.Ident) {
	for _, id := range ids {
		names[id.Name] = true
	}
}

// lineWith is the line of a text that reads so apart from alignment; 0 when there is none.
func lineWith(text []byte, collapsed string) int {
	return 1 + slices.Index(strings.Split(string(collapse(text)), "\n"), collapsed)
}
