package merge

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// sides is what a text merge works on: the lines of the three files, with everything that is no line decided already.
type sides struct {
	base, ours, theirs []string
	eol                string // what ends a line of the result
	ended              bool   // whether the last line of the result has an ending
}

// ending tells how the lines of a file end.
type ending int

const (
	noEnding ending = iota // no line of it ends: it says nothing about the style
	lf
	crlf
	mixed
)

// finish tells whether the last line of a file is ended.
type finish int

const (
	noFinish finish = iota // an empty file says nothing about it
	ended
	open
)

// readSides takes line endings and the final newline apart from the text, so that a checkout turned to CRLF or an editor
// that drops the last newline is not a change to every line. If any file mixes its endings, lines are compared and kept
// byte for byte.
func readSides(base, ours, theirs []byte) sides {
	s := sides{eol: "\n"}
	b, o, t := endingOf(base), endingOf(ours), endingOf(theirs)
	apart := b != mixed && o != mixed && t != mixed
	if apart && pick(b, o, t, noEnding) == crlf {
		s.eol = "\r\n"
	}
	s.base, s.ours, s.theirs = linesOf(base, apart), linesOf(ours, apart), linesOf(theirs, apart)
	s.ended = pick(finishOf(base), finishOf(ours), finishOf(theirs), noFinish) != open
	return s
}

// pick merges one attribute of a file: what one side changed wins, ours if both did; a side without it has no say.
func pick[T comparable](base, ours, theirs, none T) T {
	switch {
	case ours == none:
		return theirs
	case theirs == none || ours != base:
		return ours
	default:
		return theirs
	}
}

func endingOf(data []byte) ending {
	all, withCR := bytes.Count(data, []byte("\n")), bytes.Count(data, []byte("\r\n"))
	switch {
	case all == 0:
		return noEnding
	case withCR == 0:
		return lf
	case withCR == all:
		return crlf
	default:
		return mixed
	}
}

func finishOf(data []byte) finish {
	switch {
	case len(data) == 0:
		return noFinish
	case data[len(data)-1] == '\n':
		return ended
	default:
		return open
	}
}

// linesOf cuts a file at its newlines. With apart set, the CR of a CRLF is no part of the line.
func linesOf(data []byte, apart bool) []string {
	if len(data) == 0 {
		return nil
	}
	text := string(data)
	if apart {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// join writes lines back to bytes. An empty last line is always ended, since without its ending it would not exist.
func (s sides) join(lines []string) []byte {
	if len(lines) == 0 {
		return nil
	}
	text := strings.Join(lines, s.eol)
	if s.ended || lines[len(lines)-1] == "" {
		text += s.eol
	}
	return []byte(text)
}

// isText reports whether a file may be merged by lines: no NUL byte, valid UTF-8.
func isText(data []byte) bool {
	return bytes.IndexByte(data, 0) < 0 && utf8.Valid(data)
}

// whole answers the merges that need no look at the text: at most one side changed the file, or both did the same; and
// those that allow none, because a side is not text. The second result is false if the text has to be merged.
func whole(base, ours, theirs []byte) (Result, bool) {
	switch {
	case bytes.Equal(ours, theirs), bytes.Equal(base, theirs):
		return Result{Data: ours}, true
	case bytes.Equal(base, ours):
		return Result{Data: theirs}, true
	case isText(base) && isText(ours) && isText(theirs):
		return Result{}, false
	}
	return Result{Data: ours, Conflicts: []Conflict{{Why: "both sides changed a file that is not text"}}}, true
}
