package manifest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// AddPart gives a module a part; one that is there already stays as it is. Parts stand sorted by name under the plural of
// their kind, so that the order of commands leaves no trace.
func AddPart(kind, module, name string) Edit {
	return func(d *Document, _ time.Time) (*Document, error) {
		m, exists := d.Project.Module(module)
		if !exists {
			return nil, d.noModule(module)
		}
		if slices.Contains(m.Parts, Part{kind, name}) {
			return d, nil
		}
		return d.editParts(kind, m, append(m.PartsOf(kind), Part{kind, name}), func(l *lines, of *yaml.Node, plural string) {
			_, list, found := child(of, plural)
			switch {
			case found && len(list.Content) == 0:
				l.replaceNode(list, "["+scalar(name)+"]")
			case found:
				l.insertSorted(list, name)
			default:
				l.insertKey(of, d.schema.laterKeys(plural), plural+": ["+scalar(name)+"]")
			}
		})
	}
}

// RemovePart takes a part out, and with the last one of its kind their key. Comments stay: they are the user's.
func RemovePart(kind, module, name string) Edit {
	return func(d *Document, _ time.Time) (*Document, error) {
		m, exists := d.Project.Module(module)
		if !exists {
			return nil, d.noModule(module)
		}
		if !slices.Contains(m.Parts, Part{kind, name}) {
			return nil, m.noPart(kind, name)
		}
		rest := slices.DeleteFunc(m.PartsOf(kind), func(p Part) bool { return p.Name == name })
		return d.editParts(kind, m, rest, func(l *lines, of *yaml.Node, plural string) {
			key, list, _ := child(of, plural)
			if len(rest) == 0 {
				l.cutKey(of, key, list)
				return
			}
			l.cutItem(list, slices.IndexFunc(list.Content, func(n *yaml.Node) bool { return n.Value == name }))
		})
	}
}

// editParts edits the text of one module and holds the outcome against what was meant: in a text that was written by hand
// in an unusual way an edit could say something else.
func (d *Document) editParts(kind string, m Module, parts []Part, edit func(l *lines, module *yaml.Node, plural string)) (*Document, error) {
	i := slices.IndexFunc(d.schema.Kinds, func(k Kind) bool { return k.Name == kind })
	if i < 0 {
		return nil, fmt.Errorf("modules have no parts of the kind %s", kind)
	}
	plural := d.schema.Kinds[i].Plural
	unusual := fmt.Errorf("module %s is written in %s in a way that scale cannot edit: write its %s on one line, as %s: [%s]",
		m.Name, FileName, plural, plural, joinNames(parts))
	_, value, _ := child(d.modules(), m.Name)
	if value.Kind != yaml.MappingNode || len(value.Content) == 0 {
		return nil, unusual
	}
	l := splitLines(d.text)
	edit(l, value, plural)
	next, err := Parse(l.bytes(), d.schema)
	if err != nil {
		return nil, unusual
	}
	if got, _ := next.Project.Module(m.Name); !reflect.DeepEqual(sortedNames(got.PartsOf(kind)), sortedNames(parts)) {
		return nil, unusual
	}
	return next, nil
}

func sortedNames(parts []Part) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	slices.Sort(names)
	return names
}

func joinNames(parts []Part) string { return strings.Join(sortedNames(parts), ", ") }

func (m *Module) noPart(kind, name string) error {
	names := sortedNames(m.PartsOf(kind))
	if near, ok := Nearest(name, names); ok {
		return fmt.Errorf("module %s has no %s %s; did you mean %s?", m.Name, kind, name, near)
	}
	if len(names) == 0 {
		return fmt.Errorf("module %s has no %s %s", m.Name, kind, name)
	}
	return fmt.Errorf("module %s has no %s %s; there are %s", m.Name, kind, name, strings.Join(names, ", "))
}

// laterKeys are the keys of parts that stand behind this one in a module.
func (s Schema) laterKeys(plural string) []string {
	var later []string
	for _, k := range s.Kinds {
		if k.Plural > plural {
			later = append(later, k.Plural)
		}
	}
	return later
}
