package manifest

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// This file edits lists and mappings that stand in brackets or in lines of their own, item by item.

// span is where an item of a list, or a key with its value, stands in the text: lines are 1-based, columns in bytes.
type span struct{ line, column, endLine, endColumn int }

// spanOf reaches from the start of one node to the end of another.
func (l *lines) spanOf(first, last *yaml.Node) span {
	s := span{line: first.Line, column: l.offset(first)}
	if last.Kind == yaml.ScalarNode {
		s.endLine, s.endColumn = last.Line, l.offset(last)+len(l.raw(last))
		return s
	}
	s.endLine, s.endColumn = l.closing(last)
	s.endColumn++
	return s
}

// insertSorted puts an item in front of the first greater one, or at the end.
func (l *lines) insertSorted(list *yaml.Node, name string) {
	i := slices.IndexFunc(list.Content, func(n *yaml.Node) bool { return n.Value > name })
	switch {
	case i < 0:
		l.appendItem(list, name)
	case list.Style&yaml.FlowStyle == 0:
		l.insert(l.commentsAbove(list.Content[i].Line), strings.Repeat(" ", list.Column-1)+"- "+scalar(name))
	default:
		l.insertText(list.Content[i].Line, l.offset(list.Content[i]), scalar(name)+", ")
	}
}

// insertKey puts a key with its value into a mapping, in front of the first of those named, or at the end.
func (l *lines) insertKey(mapping *yaml.Node, before []string, text string) {
	flow := mapping.Style&yaml.FlowStyle != 0
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key := mapping.Content[i]
		switch {
		case !slices.Contains(before, key.Value):
			continue
		case flow:
			l.insertText(key.Line, l.offset(key), text+", ")
		default:
			l.insert(l.commentsAbove(key.Line), strings.Repeat(" ", mapping.Column-1)+text)
		}
		return
	}
	if !flow {
		l.insert(l.lastLine(mapping)+1, strings.Repeat(" ", mapping.Column-1)+text)
		return
	}
	n := len(mapping.Content)
	last := l.spanOf(mapping.Content[n-2], mapping.Content[n-1])
	l.insertText(last.endLine, last.endColumn, ", "+text)
}

func (l *lines) insertText(line, column int, text string) {
	old := l.at(line)
	l.replace(line, old[:column]+text+old[column:])
}

// replaceNode puts a text in the place of a node that stands on one line.
func (l *lines) replaceNode(n *yaml.Node, text string) {
	s, old := l.spanOf(n, n), l.at(n.Line)
	l.replace(n.Line, old[:s.column]+text+old[s.endColumn:])
}

// cutItem takes one of several items out of a list.
func (l *lines) cutItem(list *yaml.Node, i int) {
	item := list.Content[i]
	if list.Style&yaml.FlowStyle == 0 {
		comments := l.commentsIn(item.Line, l.lastLine(item))
		l.remove(item.Line, l.lastLine(item))
		for n, c := range comments {
			l.insert(item.Line+n, strings.Repeat(" ", list.Column-1)+c)
		}
		return
	}
	spans := make([]span, len(list.Content))
	for n, other := range list.Content {
		spans[n] = l.spanOf(other, other)
	}
	l.cut(spans, i)
}

// cutKey takes a key with its value out of a mapping.
func (l *lines) cutKey(mapping, key, value *yaml.Node) {
	if mapping.Style&yaml.FlowStyle == 0 {
		l.drop(key, value)
		return
	}
	var spans []span
	at := 0
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i] == key {
			at = len(spans)
		}
		spans = append(spans, l.spanOf(mapping.Content[i], mapping.Content[i+1]))
	}
	comments := l.commentsIn(key.Line, spans[at].endLine-1) // those on its last line stay where they are
	line := l.at(key.Line)
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	l.cut(spans, at)
	for i, c := range comments {
		l.insert(key.Line+i, indent+c)
	}
}

// cut takes one of several spans in brackets out, with the comma on the side on which its line goes on.
func (l *lines) cut(spans []span, i int) {
	s := spans[i]
	switch {
	case i+1 < len(spans) && spans[i+1].line == s.endLine:
		l.cutText(s.line, s.column, spans[i+1].line, spans[i+1].column)
	case i > 0 && spans[i-1].endLine == s.line:
		l.cutText(spans[i-1].endLine, spans[i-1].endColumn, s.endLine, s.endColumn)
	default:
		rest := l.at(s.endLine)[s.endColumn:]
		after := strings.TrimPrefix(strings.TrimLeft(rest, " "), ",")
		l.cutText(s.line, s.column, s.endLine, s.endColumn+len(rest)-len(strings.TrimLeft(after, " ")))
		if strings.TrimSpace(l.at(s.line)) == "" {
			l.remove(s.line, s.line)
		}
	}
}

// cutText takes out everything between two places.
func (l *lines) cutText(line, column, endLine, endColumn int) {
	joined := l.at(line)[:column] + l.at(endLine)[endColumn:]
	l.remove(line+1, endLine)
	l.replace(line, joined)
}
