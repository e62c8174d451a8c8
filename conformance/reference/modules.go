package main

import (
	_ "embed"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator/manifest"
)

//go:embed scale.yaml
var scaleYAML []byte

type field = manifest.Field

// module is one list and what its rows have.
type module struct {
	path   string
	fields []field
}

func readModules() ([]module, error) {
	var file struct {
		Modules map[string]struct{ Fields []string }
	}
	if err := yaml.Unmarshal(scaleYAML, &file); err != nil {
		return nil, err
	}
	var modules []module
	for _, name := range slices.Sorted(maps.Keys(file.Modules)) {
		m := module{path: "/api/v1/" + manifest.Plural(name)}
		for _, text := range file.Modules[name].Fields {
			f, err := manifest.ParseField(text)
			if err != nil {
				return nil, err
			}
			m.fields = append(m.fields, f)
		}
		modules = append(modules, m)
	}
	return modules, nil
}

func (m module) field(name string) (field, bool) {
	i := slices.IndexFunc(m.fields, func(f field) bool { return f.Name == name })
	if i < 0 {
		return field{}, false
	}
	return m.fields[i], true
}

// indexed are the names that a list can be filtered and sorted by.
func (m module) indexed() []string {
	var names []string
	for _, f := range m.fields {
		if f.Searchable() {
			names = append(names, f.Name)
		}
	}
	return names
}
