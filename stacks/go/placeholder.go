package gostack

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"

	"github.com/scalecli/scale/generator/merge"
)

// clash finds a numbered SQL placeholder that a merge gives to two columns of one statement: a user and scale who each
// append a column to the same list both take the next number, on lines of their own.
func clash(ours, theirs, merged []byte) *merge.LineError {
	known := shared(ours)
	for key := range shared(theirs) {
		known[key] = 0
	}
	var first *merge.LineError
	for key, line := range shared(merged) {
		if _, before := known[key]; !before && (first == nil || line < first.Line) {
			first = &merge.LineError{Line: line, Msg: "you and scale both gave out " + key}
		}
	}
	return first
}

var assignment = regexp.MustCompile(`"?(\w+)"?\s*=\s*(\$[0-9]+)\b`)

// shared lists placeholders that stand for two columns in one string, by a description, with the line of the second.
func shared(text []byte) map[string]int {
	found := map[string]int{}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", text, parser.SkipObjectResolution)
	if err != nil {
		return found
	}
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING || !strings.Contains(lit.Value, "$") {
			return true
		}
		columns := map[string]string{}
		for i, line := range strings.Split(lit.Value, "\n") {
			for _, m := range assignment.FindAllStringSubmatch(line, -1) {
				column, number := m[1], m[2]
				if other, taken := columns[number]; taken && other != column {
					key := fmt.Sprintf("%s, to %s and %s", number, other, column)
					found[key] = set.PositionFor(lit.Pos(), false).Line + i
				}
				columns[number] = column
			}
		}
		return true
	})
	return found
}
