package manifest

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// lines is a text that is edited by whole lines. Each keeps its own ending, so that CRLF files stay CRLF.
type lines struct {
	all    []string
	ending string // "\n" or "\r\n": what a new line gets
}

func splitLines(text []byte) *lines {
	l := &lines{all: strings.SplitAfter(string(text), "\n"), ending: "\n"}
	if last := len(l.all) - 1; l.all[last] == "" {
		l.all = l.all[:last]
	}
	if bytes.Contains(text, []byte("\r\n")) {
		l.ending = "\r\n"
	}
	return l
}

func (l *lines) bytes() []byte { return []byte(strings.Join(l.all, "")) }

// at returns line n (1-based) without its ending.
func (l *lines) at(n int) string { return strings.TrimRight(l.all[n-1], "\r\n") }

// insert puts a new line before line n (1-based); n may be one past the end.
func (l *lines) insert(n int, text string) {
	if n > len(l.all) && len(l.all) > 0 && !strings.HasSuffix(l.all[len(l.all)-1], "\n") {
		l.all[len(l.all)-1] += l.ending
	}
	l.all = slices.Insert(l.all, n-1, text+l.ending)
}

// replace changes line n and keeps its ending.
func (l *lines) replace(n int, text string) {
	ending := l.all[n-1][len(l.at(n)):]
	l.all[n-1] = text + ending
}

// remove drops lines from through to, both included.
func (l *lines) remove(from, to int) { l.all = slices.Delete(l.all, from-1, to) }

func isComment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "#") }

// commentsAbove returns the first of the comment lines that stand right above line n, or n.
func (l *lines) commentsAbove(n int) int {
	for n > 1 && isComment(l.at(n-1)) {
		n--
	}
	return n
}

// lastLine is the last line that a node reaches. YAML gives only starts, so the end of a bracket is found by counting.
func (l *lines) lastLine(n *yaml.Node) int {
	if n.Kind == yaml.ScalarNode {
		return n.Line + strings.Count(strings.TrimRight(n.Value, "\n"), "\n")
	}
	if n.Style&yaml.FlowStyle != 0 {
		line, _ := l.closing(n)
		return line
	}
	last := n.Line
	for _, child := range n.Content {
		last = max(last, l.lastLine(child))
	}
	return last
}

// offset is where a node starts in its line, in bytes; YAML counts characters.
func (l *lines) offset(n *yaml.Node) int {
	left, text := n.Column-1, l.at(n.Line)
	for i := range text {
		if left == 0 {
			return i
		}
		left--
	}
	return len(text)
}

// closing finds the bracket that closes a flow node: its line (1-based) and its byte offset in that line. Quoted
// strings and comments are skipped, as YAML does.
func (l *lines) closing(n *yaml.Node) (line, column int) {
	depth, quote := 0, byte(0)
	for line = n.Line; line <= len(l.all); line++ {
		text := l.at(line)
		start := 0
		if line == n.Line {
			start = l.offset(n)
		}
		for column = start; column < len(text); column++ {
			c := text[column]
			switch {
			case quote != 0:
				if c == '\\' && quote == '"' {
					column++
				} else if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '#' && (column == 0 || text[column-1] == ' '):
				column = len(text)
			case c == '[' || c == '{':
				depth++
			case c == ']' || c == '}':
				if depth--; depth == 0 {
					return line, column
				}
			}
		}
	}
	return n.Line, len(l.at(n.Line))
}
