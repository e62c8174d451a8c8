// Package manifest reads and edits scale.yaml, the whole truth about what scale gives a project. Edits are made on the
// text itself, line by line, because no YAML library gives back the bytes that it did not change.
package manifest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// FileName is the manifest's name in the project's root.
const FileName = "scale.yaml"

// Version is the only schema version there is.
const Version = 1

// Stamp is a moment in UTC written as YYYYMMDDhhmmss. It numbers a migration; "" means none yet.
type Stamp string

const stampLayout = "20060102150405"

// StampAt gives the stamp of a moment.
func StampAt(t time.Time) Stamp { return Stamp(t.UTC().Format(stampLayout)) }

// Next gives the stamp one second later, for several migrations made by one command.
func (s Stamp) Next() Stamp {
	t, err := time.Parse(stampLayout, string(s))
	if err != nil {
		return s
	}
	return StampAt(t.Add(time.Second))
}

func parseStamp(text string) (Stamp, error) {
	if _, err := time.Parse(stampLayout, text); err != nil {
		return "", fmt.Errorf("%q is not a time stamp of the form YYYYMMDDhhmmss", text)
	}
	return Stamp(text), nil
}

// Project is what scale.yaml says.
type Project struct {
	Name       string
	Stack      string
	ModulePath string
	Modules    []Module         // sorted by name
	Pieces     map[string]Piece // by name; pieces that every project has and that offer no choice are not listed
}

// Piece is one capability in use.
type Piece struct {
	Backend string
	Options map[string]string
}

// Module is one feature of the monolith, named in the singular.
type Module struct {
	Name    string
	Fields  []Field // in the order they are written
	Created Stamp   // of the migration that creates its table
	Parts   []Part  // sorted by kind, then name
}

// Part is something of its own in a module that a piece knows how to write, such as a job. It needs no migration and so
// no time stamp.
type Part struct{ Kind, Name string }

// Module returns the module of that name.
func (p *Project) Module(name string) (Module, bool) {
	i := slices.IndexFunc(p.Modules, func(m Module) bool { return m.Name == name })
	if i < 0 {
		return Module{}, false
	}
	return p.Modules[i], true
}

// Field returns the field of that name.
func (m *Module) Field(name string) (Field, bool) {
	i := slices.IndexFunc(m.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return m.Fields[i], true
}

// PartsOf lists the module's parts of one kind, sorted by name.
func (m *Module) PartsOf(kind string) []Part {
	return slices.DeleteFunc(slices.Clone(m.Parts), func(p Part) bool { return p.Kind != kind })
}

// Step is one migration after the one that created the module's table.
type Step struct {
	Stamp Stamp
	Kind  string // "field" or "index"
	Field Field
}

// Steps lists a module's later migrations in the order of their stamps.
func (m *Module) Steps() []Step {
	var steps []Step
	for _, f := range m.Fields {
		if f.Added != "" {
			steps = append(steps, Step{f.Added, "field", f})
		}
		if f.Indexed != "" {
			steps = append(steps, Step{f.Indexed, "index", f})
		}
	}
	slices.SortFunc(steps, func(a, b Step) int { return strings.Compare(string(a.Stamp), string(b.Stamp)) })
	return steps
}

// lastStamp is the newest stamp in the project, so that a new one can be made newer.
func (p *Project) lastStamp() Stamp {
	var last Stamp
	for _, m := range p.Modules {
		last = max(last, m.Created)
		for _, s := range m.Steps() {
			last = max(last, s.Stamp)
		}
	}
	return last
}
