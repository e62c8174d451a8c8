package manifest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Settle completes a manifest that was edited by hand: new modules, fields and indexes get the time stamps of their
// migrations. What was applied before cannot change in a way that needs a migration only the user can write; that is
// refused with the way to do it.
func Settle(applied Project) Edit {
	return func(d *Document, now time.Time) (*Document, error) {
		if err := applied.forbid(d.Project); err != nil {
			return nil, err
		}
		var err error
		for _, name := range d.moduleNames() {
			if d, err = d.settleModule(applied, name, now); err != nil {
				return nil, err
			}
		}
		return d, nil
	}
}

func (d *Document) moduleNames() []string {
	names := make([]string, len(d.Project.Modules))
	for i, m := range d.Project.Modules {
		names[i] = m.Name
	}
	return names
}

func (d *Document) settleModule(applied Project, name string, now time.Time) (*Document, error) {
	m, _ := d.Project.Module(name)
	old, existed := applied.Module(name)
	if !existed {
		if m.Created != "" {
			return d, nil
		}
		return d.insertCreated(name, d.stamp(now))
	}
	for i, f := range m.Fields {
		before, had := old.Field(f.Name)
		switch {
		case !had && f.Added == "":
			f.Optional, f.Added = true, d.stamp(now)
		case had && f.Index && !before.Index && f.Indexed == "":
			f.Indexed = d.stamp(now)
		default:
			continue
		}
		next, err := d.changeFields(name, func(l *lines, list *yaml.Node) { l.replaceScalar(list.Content[i], f.String()) })
		if err != nil {
			return nil, err
		}
		d = next
	}
	return d, nil
}

// insertCreated adds `created:` to a module written by hand.
func (d *Document) insertCreated(name string, stamp Stamp) (*Document, error) {
	_, value, _ := child(d.modules(), name)
	if value.Kind != yaml.MappingNode || len(value.Content) == 0 {
		return nil, fmt.Errorf("module %s has no fields in %s: write it as %s: {fields: [name:string]}", name, FileName, name)
	}
	l := splitLines(d.text)
	if value.Style&yaml.FlowStyle == 0 {
		l.insert(l.lastLine(value)+1, strings.Repeat(" ", value.Column-1)+"created: "+string(stamp))
		return Parse(l.bytes(), d.schema)
	}
	line, column := l.closing(value)
	old := l.at(line)
	l.replace(line, old[:column]+", created: "+string(stamp)+old[column:])
	return Parse(l.bytes(), d.schema)
}

// forbid refuses the hand edits that scale cannot carry out without losing data or rewriting a migration that ran.
func (p *Project) forbid(next Project) error {
	for _, c := range []struct{ key, old, new string }{{"name", p.Name, next.Name}, {"stack", p.Stack, next.Stack}} {
		if c.old != c.new {
			return fmt.Errorf("%s: %s cannot change from %s to %s: set it back", FileName, c.key, c.old, c.new)
		}
	}
	for _, old := range p.Modules {
		m, stays := next.Module(old.Name)
		if !stays {
			continue
		}
		if m.Created != old.Created {
			return fmt.Errorf("%s: module %s: created is the number of a migration that was written: set it back to %s", FileName, m.Name, old.Created)
		}
		if err := old.forbidFields(m); err != nil {
			return err
		}
	}
	return nil
}

func (m *Module) forbidFields(next Module) error {
	for _, old := range m.Fields {
		f, stays := next.Field(old.Name)
		where := fmt.Sprintf("%s: field %s.%s", FileName, m.Name, old.Name)
		if !stays {
			return fmt.Errorf("%s was taken out or renamed, and its column holds data: put %s back, and drop or rename the column "+
				"with a migration and code of your own", where, old.String())
		}
		if f.settledAs(old) {
			continue
		}
		return fmt.Errorf("%s was %s and is now %s: set it back, and change the column with a migration and code of your own",
			where, old.String(), f.String())
	}
	return nil
}

// settledAs reports whether the field is what it was, save for a new index.
func (f *Field) settledAs(old Field) bool {
	same := *f
	if f.Index && !old.Index {
		same.Index, same.Indexed = false, ""
	}
	return same.Type == old.Type && slices.Equal(same.Enum, old.Enum) && same.Ref == old.Ref && same.Index == old.Index &&
		same.Indexed == old.Indexed && same.Unique == old.Unique && same.Optional == old.Optional && same.Added == old.Added
}
