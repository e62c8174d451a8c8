package gostack

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzMergeFile looks for texts that panic the merge, or lose a line of the user's; most of what it tries is not Go.
func FuzzMergeFile(f *testing.F) {
	for _, c := range fileMerges {
		f.Add(c.base, c.ours, c.theirs)
	}
	f.Add("package a\n\nimport (\"fmt\"; \"os\")\n", "package a\n\nimport \"fmt\"; import \"os\"\n", "package a\nimport()\n")
	f.Add("package a; import \"os\"; var x = `\n", "package a /*\n*/ import \"os\"", "package a\r\n\r\nvar x = `\r\n`\r\n")
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		b, o, th := []byte(base), []byte(ours), []byte(theirs)
		r := MergeFile(b, o, th)
		if got := MergeFile(b, o, b); !bytes.Equal(got.Data, o) {
			t.Errorf("m(b, o, b) = %q", got.Data)
		}
		if bytes.Count(collapse(o), []byte("\n")) != strings.Count(ours, "\n") {
			t.Error("collapsing changes the number of lines")
		}
		if !r.Clean() {
			return
		}
		kept := lineSet(r.Data)
		known := lineSet(b)
		for line := range lineSet(o) {
			if !kept[line] && !known[line] && parses(o) && !isImportLine(line) {
				t.Errorf("line %q is lost in\n%s", line, r.Data)
			}
		}
	})
}

// FuzzRequirements looks for go.mod files that panic the merge.
func FuzzRequirements(f *testing.F) {
	for _, c := range goMerges {
		f.Add(c.base, c.ours, c.theirs)
	}
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		r := goMerge{base: base, ours: ours, theirs: theirs, code: uses("goose")}.run()
		if !r.Clean() && r.Conflicts[0].Why == "" {
			t.Error("a conflict without a reason")
		}
	})
}

// isImportLine reports lines that the merge of imports may write in another way.
func isImportLine(line string) bool {
	return strings.Contains(line, "import") || strings.Contains(line, `"`) || line == "(" || line == ")"
}
