package manifest

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"
)

// insertModule writes the module's line where its name sorts.
func (d *Document) insertModule(m Module) (*Document, error) {
	key, value, found := child(d.root, "modules")
	l := splitLines(d.text)
	switch {
	case !found:
		n := d.endOfStage(l, d.schema.modulesStage().ID)
		l.insert(n, "modules:")
		l.insert(n+1, "  "+m.flow())
	case value.Kind == yaml.MappingNode && value.Style&yaml.FlowStyle != 0 && len(value.Content) == 0:
		l.remove(key.Line+1, l.lastLine(value))
		l.replace(key.Line, "modules:")
		l.insert(key.Line+1, "  "+m.flow())
	case value.Kind == yaml.MappingNode && value.Style&yaml.FlowStyle != 0:
		return nil, errors.New(FileName + " has its modules in braces: write one module per line below `modules:`")
	case value.Kind != yaml.MappingNode:
		l.insert(key.Line+1, "  "+m.flow())
	default:
		n, indent := l.sortedPlace(value, m.Name)
		l.insert(n, indent+m.flow())
	}
	return Parse(l.bytes(), d.schema)
}

// sortedPlace is the line before which name belongs: above the first greater key and the comments that belong to it,
// or after the last key.
func (l *lines) sortedPlace(mapping *yaml.Node, name string) (line int, indent string) {
	indent = strings.Repeat(" ", mapping.Content[0].Column-1)
	for i := 0; i < len(mapping.Content); i += 2 {
		if key := mapping.Content[i]; key.Value > name {
			return l.commentsAbove(key.Line), indent
		}
	}
	return l.lastLine(mapping) + 1, indent
}

// changeFields edits the list of fields of one module.
func (d *Document) changeFields(module string, edit func(*lines, *yaml.Node)) (*Document, error) {
	_, value, _ := child(d.modules(), module)
	_, list, found := child(value, "fields")
	l := splitLines(d.text)
	if !found || len(list.Content) == 0 {
		return nil, errors.New("module " + module + " has no list of fields in " + FileName + ": write it as fields: [name:string]")
	}
	edit(l, list)
	return Parse(l.bytes(), d.schema)
}

// appendItem adds an item at the end of a list, in the style the list is written in.
func (l *lines) appendItem(list *yaml.Node, text string) {
	last := list.Content[len(list.Content)-1]
	if list.Style&yaml.FlowStyle == 0 {
		indent := strings.Repeat(" ", list.Column-1)
		l.insert(l.lastLine(last)+1, indent+"- "+scalar(text))
		return
	}
	line, column := last.Line, l.offset(last)+len(l.raw(last))
	old := l.at(line)
	l.replace(line, old[:column]+", "+scalar(text)+old[column:])
}

// raw is the text of a one-line scalar as it is written, with its quotes.
func (l *lines) raw(n *yaml.Node) string {
	rest := l.at(n.Line)[l.offset(n):]
	switch n.Style {
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		if end := strings.IndexByte(rest[1:], rest[0]); end >= 0 {
			return rest[:end+2]
		}
	}
	return rest[:min(len(n.Value), len(rest))]
}

func (l *lines) replaceScalar(n *yaml.Node, text string) {
	old, column := l.at(n.Line), l.offset(n)
	l.replace(n.Line, old[:column]+scalar(text)+old[column+len(l.raw(n)):])
}

// drop removes a key with its value. The comments in them stay, each on a line of its own: they are the user's.
func (l *lines) drop(key, value *yaml.Node) {
	indent := strings.Repeat(" ", key.Column-1)
	last := max(l.lastLine(value), key.Line)
	comments := l.commentsIn(key.Line, last)
	l.remove(key.Line, last)
	for i, c := range comments {
		l.insert(key.Line+i, indent+c)
	}
}

// commentsIn lists the comments of lines from through to, in which no value begins before them. They are found in the text:
// the parser gives some to other lines.
func (l *lines) commentsIn(from, to int) []string {
	var all []string
	quote := byte(0)
	for n := from; n <= to; n++ {
		text := l.at(n)
		for i := 0; i < len(text); i++ {
			switch c := text[i]; {
			case quote == '"' && c == '\\':
				i++
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case (c == '"' || c == '\'') && opens(text[:i]):
				quote = c
			case c == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t'):
				all, i = append(all, text[i:]), len(text)
			}
		}
	}
	return all
}

// opens reports whether a quote behind this text opens a value, and is no part of one.
func opens(text string) bool {
	text = strings.TrimRight(text, " \t")
	return text == "" || strings.ContainsRune("[{,:-?", rune(text[len(text)-1]))
}

// placeInStage is the line for a new piece under its heading: above the first piece whose name is greater and the
// comments that belong to it, or behind the last key.
func (d *Document) placeInStage(l *lines, name string) int {
	stage := d.schema.Pieces[name].Stage
	from, end := d.headingOf(l, stage), d.endOfStage(l, stage)
	for i := 0; i < len(d.root.Content); i += 2 {
		key := d.root.Content[i]
		other, isPiece := d.schema.Pieces[key.Value]
		if !isPiece || other.Stage != stage || key.Value < name || key.Line < from || key.Line >= end {
			continue
		}
		n := key.Line
		for n-1 > from && isComment(l.at(n-1)) {
			n--
		}
		return n
	}
	return end
}

// headingOf is the line of a stage's heading, or 0 where it was taken out.
func (d *Document) headingOf(l *lines, stage string) int {
	for _, h := range d.schema.Headings {
		if h.ID == stage {
			return l.find(h.Line)
		}
	}
	return 0
}

// endOfStage is the line behind the last key under a heading; where the heading was taken out, the end of the file.
func (d *Document) endOfStage(l *lines, stage string) int {
	at := d.headingOf(l, stage)
	if at == 0 {
		return len(l.all) + 1
	}
	end := at
	for n := at + 1; n <= len(l.all) && !d.isHeading(l.at(n)); n++ {
		if text := strings.TrimSpace(l.at(n)); text != "" && !isComment(text) {
			end = n
		}
	}
	return end + 1
}

func (l *lines) find(line string) int {
	for n := 1; n <= len(l.all); n++ {
		if strings.TrimSpace(l.at(n)) == line {
			return n
		}
	}
	return 0
}

func (d *Document) isHeading(line string) bool {
	for _, h := range d.schema.Headings {
		if strings.TrimSpace(line) == h.Line {
			return true
		}
	}
	return false
}
