package conformance

import (
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator/manifest"
)

// module is one module and where it is served.
type module struct {
	manifest.Module
	path string // /api/v1/products
}

// readModules reads the modules of a scale.yaml and leaves the rest alone: the suite asks for nothing that depends on it.
func readModules(text []byte) ([]module, error) {
	var file struct {
		Modules map[string]struct{ Fields []string }
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", manifest.FileName, err)
	}
	var modules []module
	for _, name := range slices.Sorted(maps.Keys(file.Modules)) {
		m := module{Module: manifest.Module{Name: name}, path: "/api/v1/" + manifest.Plural(name)}
		for _, spec := range file.Modules[name].Fields {
			f, err := manifest.ParseField(spec)
			if err != nil {
				return nil, fmt.Errorf("%s: module %s: %w", manifest.FileName, name, err)
			}
			m.Fields = append(m.Fields, f)
		}
		modules = append(modules, m)
	}
	return modules, nil
}

// searchable are the names by which a list is filtered and sorted.
func (m module) searchable() []string {
	var names []string
	for _, f := range m.Fields {
		if f.Searchable() {
			names = append(names, f.Name)
		}
	}
	return names
}

// nullable reports whether a field may be null. One that was added to a table with rows is.
func nullable(f manifest.Field) bool { return f.Optional }

// eachModule runs a check on every module; a project without modules has nothing to say about them.
func (t *T) eachModule(do func(m module)) {
	if len(t.modules) == 0 {
		t.Skipf("the project has no module")
	}
	for _, m := range t.modules {
		do(m)
	}
}

// eachField runs a check on every field that is wanted, and says what is missing when none is.
func (t *T) eachField(what string, wanted func(f manifest.Field) bool, do func(m module, f manifest.Field)) {
	found := false
	for _, m := range t.modules {
		for _, f := range m.Fields {
			if wanted(f) {
				found = true
				do(m, f)
			}
		}
	}
	if !found {
		t.Skipf("no module has %s", what)
	}
}

// ofType picks fields of a type.
func ofType(kinds ...string) func(manifest.Field) bool {
	return func(f manifest.Field) bool { return slices.Contains(kinds, f.Type) }
}
