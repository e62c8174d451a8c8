package manifest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Edit changes a manifest and returns the new one. Now is the moment that stamps new migrations.
type Edit func(d *Document, now time.Time) (*Document, error)

// AddModule puts in a module; one that is there already with these fields stays as it is. Modules stand one to a line,
// sorted by name, so that the order of commands leaves no trace and branches that add different modules rarely touch.
func AddModule(name string, fields []Field) Edit {
	return func(d *Document, now time.Time) (*Document, error) {
		if m, exists := d.Project.Module(name); exists {
			if slices.EqualFunc(m.Fields, fields, Field.asks) {
				return d, nil
			}
			return nil, fmt.Errorf("module %s exists already, with other fields", name)
		}
		return d.insertModule(Module{Name: name, Fields: fields, Created: d.stamp(now)})
	}
}

// AddField appends a field to a module. It is optional, whatever the spec says: rows that exist have no value for it.
func AddField(module string, f Field) Edit {
	return func(d *Document, now time.Time) (*Document, error) {
		m, exists := d.Project.Module(module)
		if !exists {
			return nil, d.noModule(module)
		}
		f.Optional = true
		if old, exists := m.Field(f.Name); exists {
			if old.Added != "" && old.asks(f) {
				return d, nil
			}
			return nil, fmt.Errorf("module %s has a field %s already: %s", module, f.Name, old.plain())
		}
		f.Added = d.stamp(now)
		return d.changeFields(module, func(l *lines, list *yaml.Node) { l.appendItem(list, f.String()) })
	}
}

// AddIndex marks a field of a module as indexed from now on.
func AddIndex(module, field string) Edit {
	return func(d *Document, now time.Time) (*Document, error) {
		m, exists := d.Project.Module(module)
		if !exists {
			return nil, d.noModule(module)
		}
		f, exists := m.Field(field)
		switch {
		case !exists:
			return nil, fmt.Errorf("module %s has no field %s", module, field)
		case f.Searchable():
			return d, nil // it has one
		}
		f.Index, f.Indexed = true, d.stamp(now)
		if err := f.check(f.String()); err != nil {
			return nil, err
		}
		return d.changeFields(module, func(l *lines, list *yaml.Node) {
			l.replaceScalar(list.Content[slices.IndexFunc(m.Fields, func(g Field) bool { return g.Name == field })], f.String())
		})
	}
}

// RemoveModule takes a module out, also from the lists of pieces. Comments on its line stay as lines of their own: they
// are the user's.
func RemoveModule(name string) Edit {
	return func(d *Document, now time.Time) (*Document, error) {
		if _, exists := d.Project.Module(name); !exists {
			return nil, d.noModule(name)
		}
		for _, other := range d.Project.Modules {
			for _, f := range other.Fields {
				if f.Ref == name && other.Name != name {
					return nil, fmt.Errorf("module %s is referred to by field %s.%s", name, other.Name, f.Name)
				}
			}
		}
		d, err := d.leaveLists(name, now)
		if err != nil {
			return nil, err
		}
		key, value, _ := child(d.modules(), name)
		l := splitLines(d.text)
		l.drop(key, value)
		return Parse(l.bytes(), d.schema)
	}
}

// SetPiece puts a piece in, or changes its backend and options. The pieces of a stage stand sorted by name, so that the
// order of commands leaves no trace.
func SetPiece(name string, p Piece) Edit {
	return func(d *Document, _ time.Time) (*Document, error) {
		l := splitLines(d.text)
		text := name + ": " + p.flow()
		if key, value, exists := child(d.root, name); exists {
			comment := value.LineComment
			l.remove(key.Line+1, l.lastLine(value))
			if comment != "" {
				text += " " + comment
			}
			l.replace(key.Line, text)
			return Parse(l.bytes(), d.schema)
		}
		l.insert(d.placeInStage(l, name), text)
		return Parse(l.bytes(), d.schema)
	}
}

// RemovePiece takes a piece out; its heading stays.
func RemovePiece(name string) Edit {
	return func(d *Document, _ time.Time) (*Document, error) {
		key, value, exists := child(d.root, name)
		if !exists {
			return nil, fmt.Errorf("piece %s is not in use", name)
		}
		l := splitLines(d.text)
		l.drop(key, value)
		return Parse(l.bytes(), d.schema)
	}
}

// Sequence runs edits one after another, the stamps one second apart.
func Sequence(edits ...Edit) Edit {
	return func(d *Document, now time.Time) (*Document, error) {
		var err error
		for _, e := range edits {
			if d, err = e(d, now); err != nil {
				return nil, err
			}
		}
		return d, nil
	}
}

// stamp is now, or one second after the newest stamp in the project when that is not older.
func (d *Document) stamp(now time.Time) Stamp {
	if last := d.Project.lastStamp(); last >= StampAt(now) {
		return last.Next()
	}
	return StampAt(now)
}

func (d *Document) noModule(name string) error {
	all := make([]string, len(d.Project.Modules))
	for i, m := range d.Project.Modules {
		all[i] = m.Name
	}
	if near, ok := Nearest(name, all); ok {
		return fmt.Errorf("there is no module %s; did you mean %s?", name, near)
	}
	return fmt.Errorf("there is no module %s; there are %s", name, strings.Join(all, ", "))
}

func (d *Document) modules() *yaml.Node {
	_, value, _ := child(d.root, "modules")
	return value
}

func child(mapping *yaml.Node, name string) (key, value *yaml.Node, found bool) {
	for i := 0; mapping != nil && i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i], mapping.Content[i+1], true
		}
	}
	return nil, nil, false
}

// flow writes a piece's value on one line: the backend first, then the options by name.
func (p Piece) flow() string {
	var parts []string
	if p.Backend != "" {
		parts = append(parts, "backend: "+scalar(p.Backend))
	}
	names := make([]string, 0, len(p.Options))
	for name := range p.Options {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := p.Options[name]
		if n, err := strconv.Atoi(value); err != nil || value != strconv.Itoa(n) {
			value = scalar(value)
		}
		parts = append(parts, name+": "+value)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (m *Module) flow() string {
	specs := make([]string, len(m.Fields))
	for i, f := range m.Fields {
		specs[i] = scalar(f.String())
	}
	return fmt.Sprintf("%s: {fields: [%s], created: %s}", scalar(m.Name), strings.Join(specs, ", "), m.Created)
}
