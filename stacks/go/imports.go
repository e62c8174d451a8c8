package gostack

import (
	"bytes"
	"errors"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/render"
)

// importSet holds import paths.
type importSet map[string]bool

// importsAfter are the packages that the project's Go files import once the change is made. As go mod tidy does, it
// counts tests and files for any system, and passes over vendor, testdata and modules of their own.
func importsAfter(change generator.Change) (importSet, error) {
	after := importSet{}
	disk, err := goFiles(change.Disk)
	if err != nil {
		return nil, err
	}
	for name, data := range disk {
		for p := range fileAfter(name, data, change) {
			after[p] = true
		}
	}
	for name, f := range change.Theirs {
		_, stands := disk[name]
		_, known := change.Base[name]
		if path.Ext(name) == ".go" && !stands && !known {
			after.add(f.Data)
		}
	}
	return after, nil
}

// fileAfter are the imports of one file on disk once the change is made.
func fileAfter(name string, ours []byte, change generator.Change) importSet {
	base, inBase := change.Base[name]
	theirs, inTheirs := change.Theirs[name]
	untouched := inBase && bytes.Equal(base.Data, ours)
	switch {
	case inTheirs && (untouched || theirs.Owner == render.Scale):
		return fileImports(theirs.Data)
	case !inTheirs && untouched:
		return nil
	case !inTheirs || !inBase:
		return fileImports(ours)
	}
	b, o, t := fileImports(base.Data), fileImports(ours), fileImports(theirs.Data)
	for p := range t {
		if !b[p] {
			o[p] = true
		}
	}
	for p := range b {
		if !t[p] {
			delete(o, p)
		}
	}
	return o
}

func fileImports(data []byte) importSet {
	s := importSet{}
	s.add(data)
	return s
}

// add takes the imports of one file, as far as it can be read; a file left out of every build adds nothing.
func (s importSet) add(data []byte) {
	f, err := parser.ParseFile(token.NewFileSet(), "", data, parser.ImportsOnly|parser.ParseComments)
	if f == nil || err != nil && len(f.Imports) == 0 || neverBuilt(f) {
		return
	}
	for _, spec := range f.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			s[p] = true
		}
	}
}

// neverBuilt reports a file whose constraint fails for every system; `//go:build ignore` is the usual one.
func neverBuilt(f *ast.File) bool {
	for _, group := range f.Comments {
		if group.Pos() > f.Package {
			break
		}
		for _, c := range group.List {
			if expr, err := constraint.Parse(c.Text); err == nil && constraint.IsGoBuild(c.Text) {
				return !expr.Eval(func(tag string) bool { return tag != "ignore" })
			}
		}
	}
	return false
}

// goFiles reads the Go files of the module in a project's root.
func goFiles(disk fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(disk, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir():
			if name != "." && otherModule(disk, name) {
				return fs.SkipDir
			}
			return nil
		case path.Ext(name) != ".go" || passedOver(path.Base(name)) || !isFile(disk, name):
			return nil
		}
		files[name], err = fs.ReadFile(disk, name)
		return err
	})
	return files, err
}

// isFile reports regular files and links to such, both of which the go command builds.
func isFile(disk fs.FS, name string) bool {
	info, err := fs.Stat(disk, name)
	return err == nil && info.Mode().IsRegular()
}

// otherModule reports folders that the go command does not count to the module.
func otherModule(disk fs.FS, dir string) bool {
	name := path.Base(dir)
	if name == "vendor" || name == "testdata" || passedOver(name) {
		return true
	}
	_, err := fs.Stat(disk, dir+"/go.mod")
	return err == nil
}

func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// vendored reports a project that builds from copies of its dependencies.
func vendored(disk fs.FS) bool {
	_, err := fs.Stat(disk, "vendor/modules.txt")
	return err == nil
}
