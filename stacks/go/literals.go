package gostack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"

	"github.com/scalecli/scale/generator"
)

// Foreign reports the folders that hold other people's code, or none that a program runs.
func (Stack) Foreign(folder string) bool { return folder == "vendor" || folder == "testdata" }

// Texts lists the string literals of a Go file. Those joined by + are one text; what is not a literal among them is left
// out.
func (Stack) Texts(name string, data []byte) []generator.Text {
	if path.Ext(name) != ".go" {
		return nil
	}
	l := literals{files: token.NewFileSet()}
	f, err := parser.ParseFile(l.files, name, data, parser.SkipObjectResolution)
	if f == nil || err != nil && len(f.Decls) == 0 {
		return nil
	}
	for _, d := range f.Decls {
		ast.Inspect(d, l.visit)
	}
	return l.texts
}

type literals struct {
	files *token.FileSet
	texts []generator.Text
}

func (l *literals) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.Field:
		if n.Type != nil {
			ast.Inspect(n.Type, l.visit) // not its tag
		}
		return false
	case *ast.BasicLit:
		l.add([]ast.Expr{n})
	case *ast.BinaryExpr:
		if n.Op == token.ADD {
			l.add(operands(n))
			return false
		}
	}
	return true
}

// operands are what a chain of + joins, in order.
func operands(e ast.Expr) []ast.Expr {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return append(operands(e.X), operands(e.Y)...)
		}
	case *ast.ParenExpr:
		return operands(e.X)
	}
	return []ast.Expr{e}
}

// add joins the literals of a chain and looks for others inside of what is none.
func (l *literals) add(chain []ast.Expr) {
	var text strings.Builder
	first, line := 0, 0
	for _, e := range chain {
		literal, is := e.(*ast.BasicLit)
		if !is {
			ast.Inspect(e, l.visit)
			continue
		}
		value, err := strconv.Unquote(literal.Value)
		if err != nil || literal.Kind != token.STRING {
			continue
		}
		at := l.files.PositionFor(literal.Pos(), false).Line
		if first == 0 {
			first, line = at, at
		} else {
			text.WriteString(" ")
		}
		text.WriteString(strings.Repeat("\n", at-line))
		line = at
		if strings.HasPrefix(literal.Value, "`") {
			line += strings.Count(value, "\n")
		} else {
			value = strings.ReplaceAll(value, "\n", " ") // its text is on one line of the file
		}
		text.WriteString(value)
	}
	if first > 0 {
		l.texts = append(l.texts, generator.Text{Line: first, Text: text.String()})
	}
}
