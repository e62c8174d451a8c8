package db

import (
	"strconv"
	"strings"
)

// bind turns the marks $1, $2, … into the driver's ?, with an argument for each.
func bind(query string, args []any) (string, []any) {
	var b strings.Builder
	b.Grow(len(query))
	bound := make([]any, 0, len(args))
	for query != "" {
		n := quoted(query)
		if mark := digits(query); n == 0 && mark > 0 && mark <= len(args) {
			b.WriteByte('?')
			bound = append(bound, args[mark-1])
			query = query[1+len(strconv.Itoa(mark)):]
			continue
		}
		n = max(n, 1)
		b.WriteString(query[:n])
		query = query[n:]
	}
	return b.String(), bound
}

// digits is the number of the mark that a text begins with, or 0.
func digits(text string) (mark int) {
	if text[0] != '$' {
		return 0
	}
	for _, c := range []byte(text[1:]) {
		if c < '0' || c > '9' || mark > 1000 {
			break
		}
		mark = 10*mark + int(c-'0')
	}
	return mark
}

// quoted is the length of the string, name or comment that a text begins with: a $1 in it is no mark.
func quoted(text string) int {
	for _, q := range []struct{ begin, end string }{
		{"'", "'"},
		{`"`, `"`},
		{"`", "`"},
		{"--", "\n"},
		{"/*", "*/"},
	} {
		if !strings.HasPrefix(text, q.begin) {
			continue
		}
		for i := len(q.begin); i < len(text); i++ {
			switch {
			case text[i] == '\\' && q.begin == "'":
				i++
			case strings.HasPrefix(text[i:], q.end):
				return i + len(q.end)
			}
		}
		return len(text)
	}
	return 0
}
