package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator/manifest"
)

// module is one module and where it is served.
type module struct {
	manifest.Module
	path string // /api/v1/products
}

// project is what a scale.yaml says that the suite has to know.
type project struct {
	modules []module
	pieces  map[string]bool   // that the project has, of those that have checks
	cached  func(module) bool // the cache keeps what is read of it
}

// readProject reads a scale.yaml and leaves alone what the suite asks for nothing about.
func readProject(text []byte) (project, error) {
	var file struct {
		Modules map[string]struct{ Fields []string }
		Cache   *struct{ Modules string }
		Auth    *struct{}
		Limit   *struct{} `yaml:"ratelimit"`
		Queue   *struct{}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return project{}, fmt.Errorf("%s: %w", manifest.FileName, err)
	}
	p := project{
		pieces: map[string]bool{
			cachePiece: file.Cache != nil, authPiece: file.Auth != nil, limitPiece: file.Limit != nil, queuePiece: file.Queue != nil,
		},
		cached: func(m module) bool {
			of := strings.Split(file.Cache.Modules, ",")
			return file.Cache.Modules == "" || slices.Contains(of, "all") || slices.Contains(of, m.Name)
		},
	}
	for _, name := range slices.Sorted(maps.Keys(file.Modules)) {
		m := module{Module: manifest.Module{Name: name}, path: "/api/v1/" + manifest.Plural(name)}
		for _, spec := range file.Modules[name].Fields {
			f, err := manifest.ParseField(spec)
			if err != nil {
				return project{}, fmt.Errorf("%s: module %s: %w", manifest.FileName, name, err)
			}
			m.Fields = append(m.Fields, f)
		}
		p.modules = append(p.modules, m)
	}
	return p, nil
}

// Pieces that have checks of their own, by their names in scale.yaml.
const (
	cachePiece = "cache"
	authPiece  = "auth"
	limitPiece = "ratelimit"
	queuePiece = "queue"
)

// with makes checks that are run only in projects with these pieces.
func with(pieces []string, checks ...Check) []Check {
	for i := range checks {
		checks[i].pieces = append(checks[i].pieces, pieces...)
	}
	return checks
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
