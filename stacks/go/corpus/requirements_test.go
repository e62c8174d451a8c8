package corpus

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
)

// required is nil for a project whose go.mod and go.sum have a line for each package from elsewhere that it imports; the
// type-checker finds these packages without them.
func (tr tree) required() error {
	mod, err := modfile.Parse("go.mod", tr["go.mod"].data, nil)
	if err != nil {
		return err
	}
	var lacking []error
	for _, name := range tr.imports() {
		if host, _, _ := strings.Cut(name, "/"); !strings.Contains(host, ".") {
			continue // the standard library, and the project itself
		}
		if i := slices.IndexFunc(mod.Require, func(r *modfile.Require) bool { return below(name, r.Mod.Path) }); i < 0 {
			lacking = append(lacking, fmt.Errorf("go.mod has no requirement for %s", name))
		} else if r := mod.Require[i].Mod; !strings.Contains(string(tr["go.sum"].data), r.Path+" "+r.Version+" h1:") {
			lacking = append(lacking, fmt.Errorf("go.sum has no line for %s, which %s needs", r, name))
		}
	}
	return errors.Join(lacking...)
}

// imports are the packages that the Go files of a project import.
func (tr tree) imports() []string {
	found := map[string]bool{}
	for name, f := range tr.project() {
		if path.Ext(name) != ".go" {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, tr.follow(name, f), parser.ImportsOnly)
		if err != nil {
			continue // the type-checker says so
		}
		for _, spec := range parsed.Imports {
			if imported, err := strconv.Unquote(spec.Path.Value); err == nil {
				found[imported] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func below(pkg, module string) bool { return pkg == module || strings.HasPrefix(pkg, module+"/") }
