package gostack

import (
	"bytes"
	"go/scanner"
	"go/token"
)

// collapse reduces every run of blanks between two tokens of a line to one. Indentation, and whatever stands inside a
// literal or a comment, stays; so does the number of lines.
func collapse(text []byte) []byte {
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, scanner.ScanComments)
	var out bytes.Buffer
	written := 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			out.Write(text[written:])
			return out.Bytes()
		}
		if tok == token.SEMICOLON && lit == "\n" {
			continue // put in by the scanner, not by the author
		}
		at := file.Offset(pos)
		if at < written {
			continue
		}
		out.Write(narrow(text[written:at], written == 0))
		end := min(at+tokenLength(text[at:], tok, lit), len(text))
		out.Write(text[at:end])
		written = end
	}
}

// narrow gives the space between two tokens: a single blank where it was a run of them on one line.
func narrow(space []byte, first bool) []byte {
	if first || len(space) < 2 || bytes.ContainsRune(space, '\n') || len(bytes.Trim(space, " \t")) > 0 {
		return space
	}
	return []byte(" ")
}

// tokenLength is how much of the text a token takes. The scanner drops carriage returns from what it reports, so that
// the length of a raw string or comment that holds some comes from the text itself.
func tokenLength(text []byte, tok token.Token, lit string) int {
	if lit == "" {
		return len(tok.String())
	}
	n := 0
	for matched := 0; matched < len(lit) && n < len(text); n++ {
		if text[n] == lit[matched] {
			matched++
		}
	}
	return n
}
