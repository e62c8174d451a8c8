package gostack

import (
	"slices"
	"testing"

	"github.com/scalecli/scale/generator"
)

func TestTextsAreTheStringsOfTheProgram(t *testing.T) {
	const src = "package p\n\nimport \"os\"\n\n" + // 4 lines
		"// \"a comment\"\n" +
		"type row struct {\n\tID int `db:\"id\"`\n}\n\n" + // to line 9
		"const columns = `\n\tid,\n\tname`\n\n" + // 10 to 13
		"func f(n string) {\n" +
		"\trun(`SELECT `+columns+` FROM x\n\t\tWHERE `+where(\"a = $1\")+\n\t\t\t\"LIMIT\\n\"+n, 'x')\n" + // 15 to 17
		"\t_, _ = 1+2, \"alone\"\n}\n"
	want := []generator.Text{
		{Line: 10, Text: "\n\tid,\n\tname"},
		{Line: 15, Text: "SELECT   FROM x\n\t\tWHERE  \nLIMIT "},
		{Line: 16, Text: "a = $1"},
		{Line: 18, Text: "alone"},
	}
	got := Stack{}.Texts("a/b.go", []byte(src))
	slices.SortFunc(got, func(a, b generator.Text) int { return a.Line - b.Line })
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if other := (Stack{}).Texts("a/b.sql", []byte(src)); other != nil {
		t.Errorf("a file of another kind gives %+v", other)
	}
}
