package manifest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Document is the text of a scale.yaml together with what it says.
type Document struct {
	Project Project
	schema  Schema
	text    []byte
	root    *yaml.Node // the top mapping
}

// Bytes returns the text.
func (d *Document) Bytes() []byte { return d.text }

// Fault is one thing wrong in scale.yaml.
type Fault struct {
	Line int // 1-based; 0 when the whole file is meant
	What string
}

// Invalid lists everything that is wrong in a scale.yaml.
type Invalid struct{ Faults []Fault }

func (e *Invalid) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// String names the place and the fault; a fault of the whole file has no line.
func (f Fault) String() string {
	if f.Line == 0 {
		return FileName + ": " + f.What
	}
	return fmt.Sprintf("%s:%d: %s", FileName, f.Line, f.What)
}

// Parse reads a manifest and reports all its faults at once, as *Invalid.
func Parse(text []byte, schema Schema) (*Document, error) {
	root, err := topMapping(text)
	if err != nil {
		return nil, &Invalid{[]Fault{*err}}
	}
	r := &reader{schema: schema}
	r.mapping(root, schema.keys(), r.top)
	r.finish()
	if len(r.faults) > 0 {
		return nil, &Invalid{r.faults}
	}
	return &Document{Project: r.project, schema: schema, text: text, root: root}, nil
}

func topMapping(text []byte) (*yaml.Node, *Fault) {
	if line := strangeBreak(text); line > 0 {
		return nil, &Fault{Line: line, What: "a line ends in something else than a newline (a lone carriage return, or a separator of Unicode)"}
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var file yaml.Node
	if err := dec.Decode(&file); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &Fault{What: "the file is empty"}
		}
		return nil, &Fault{What: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &Fault{What: "the file must hold one YAML document"}
	}
	if len(file.Content) != 1 || file.Content[0].Kind != yaml.MappingNode {
		return nil, &Fault{Line: 1, What: "the file must hold keys and values at its top"}
	}
	return file.Content[0], nil
}

// strangeBreak is the first line that holds a character which YAML takes for the end of a line and editors do not, or 0:
// behind it the two would count lines differently.
func strangeBreak(text []byte) int {
	for i, line := range strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") {
		if strings.ContainsAny(line, "\r\u0085\u2028\u2029") {
			return i + 1
		}
	}
	return 0
}

// reader collects the project and every fault on the way.
type reader struct {
	schema  Schema
	project Project
	lists   []listed
	faults  []Fault
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, Fault{n.Line, fmt.Sprintf(format, args...)})
}

// mapping walks the keys of n; known lists the allowed ones, nil allows any.
func (r *reader) mapping(n *yaml.Node, known []string, visit func(key, value *yaml.Node)) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.fault(n, "expected keys and values here")
		return
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, twice := first[key.Value]; twice {
			r.fault(key, "%s stands twice, first on line %d: join the two", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		if known != nil && !slices.Contains(known, key.Value) {
			r.unknown(key, known)
			continue
		}
		visit(key, value)
	}
}

func (r *reader) unknown(key *yaml.Node, known []string) {
	if near, ok := Nearest(key.Value, known); ok {
		r.fault(key, "unknown key %q; did you mean %q?", key.Value, near)
		return
	}
	r.fault(key, "unknown key %q; known are %s", key.Value, strings.Join(known, ", "))
}

func (r *reader) top(key, value *yaml.Node) {
	switch key.Value {
	case "version":
		if v := r.text(value); v != strconv.Itoa(Version) {
			r.fault(value, "version %s is not one this scale can read; it reads version %d", v, Version)
		}
	case "name":
		r.project.Name = r.text(value)
	case "stack":
		r.project.Stack = r.text(value)
	case "module_path":
		r.project.ModulePath = r.text(value)
	case "modules":
		r.mapping(value, nil, r.module)
	default:
		r.piece(key, value)
	}
}

func (r *reader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		r.fault(n, "expected a single value here")
		return ""
	}
	if n.Anchor != "" || n.Style&(yaml.TaggedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		r.fault(n, "write this value plainly, on one line: an edit would not know where it ends")
	}
	return n.Value
}

func (r *reader) module(key, value *yaml.Node) {
	m := Module{Name: key.Value}
	r.mapping(value, r.schema.moduleKeys(), func(k, v *yaml.Node) {
		switch k.Value {
		case "fields":
			m.Fields = r.fields(v)
		case "created":
			stamp, err := parseStamp(r.text(v))
			if err != nil {
				r.fault(v, "%v", err)
			}
			m.Created = stamp
		default:
			kind, _ := r.schema.kindOf(k.Value)
			m.Parts = append(m.Parts, r.parts(kind, v)...)
		}
	})
	slices.SortFunc(m.Parts, func(a, b Part) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
	r.project.Modules = append(r.project.Modules, m)
}

func (r *reader) fields(n *yaml.Node) []Field {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "fields is a list, as in [name:string:index, price:decimal]")
		return nil
	}
	var fields []Field
	for _, item := range n.Content {
		f, err := ParseField(r.text(item))
		if err != nil {
			r.fault(item, "%v", err)
			continue
		}
		fields = append(fields, f)
	}
	return fields
}

func (r *reader) parts(kind Kind, n *yaml.Node) []Part {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "%s is a list of names, as in [first, second]", kind.Plural)
		return nil
	}
	var parts []Part
	for _, item := range n.Content {
		parts = append(parts, Part{kind.Name, r.text(item)})
	}
	return parts
}

func (r *reader) piece(key, value *yaml.Node) {
	schema := r.schema.Pieces[key.Value]
	p := Piece{Options: map[string]string{}}
	known := []string{}
	if len(schema.Backends) > 0 {
		known = append(known, "backend")
	}
	for option := range schema.Options {
		known = append(known, option)
	}
	slices.Sort(known)
	r.mapping(value, known, func(k, v *yaml.Node) {
		text := r.text(v)
		if k.Value == "backend" {
			r.check(v, "backend of "+key.Value, text, Option{Values: schema.Backends})
			p.Backend = text
			return
		}
		r.check(v, k.Value, text, schema.Options[k.Value])
		if slices.Contains(schema.Modules, k.Value) {
			r.lists = append(r.lists, listed{v, k.Value + " of " + key.Value})
		}
		p.Options[k.Value] = text
	})
	if r.project.Pieces == nil {
		r.project.Pieces = map[string]Piece{}
	}
	r.project.Pieces[key.Value] = p
}

func (r *reader) check(n *yaml.Node, what, value string, o Option) {
	if err := o.Check(what, value); err != nil {
		r.fault(n, "%v", err)
	}
}

// finish checks what only the whole file can show.
func (r *reader) finish() {
	for key, value := range map[string]string{"name": r.project.Name, "stack": r.project.Stack, "module_path": r.project.ModulePath} {
		if value == "" && len(r.faults) == 0 {
			r.faults = append(r.faults, Fault{What: "the key " + key + " is missing"})
		}
	}
	slices.SortFunc(r.project.Modules, func(a, b Module) int { return strings.Compare(a.Name, b.Name) })
	r.checkLists()
	for _, f := range r.project.faults() {
		r.faults = append(r.faults, Fault{What: f})
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return a.Line - b.Line })
}
