// Package corpus holds scale to its first promise: projects that people have edited come through every command with each
// line of theirs, or the command refuses and writes nothing. The edits are in testdata/edits.
package corpus

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// edit is what a developer did to a project, and why.
type edit struct {
	name, why string
	steps     []txtar.File
}

// readEdits reads testdata/edits. Each is an archive whose comment says why, and whose files are steps:
//
//	-- edit PATH --      OLD, a line "=>", NEW; more of these behind lines "....". OLD stands in the file just once
//	-- new PATH --       a new file
//	-- append PATH --    text for the end of a file
//	-- delete PATH --    -- move PATH => PATH --    -- crlf -- turns the whole checkout
func readEdits(t *testing.T) []edit {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "edits", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no edits: %v", err)
	}
	var all []edit
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a := txtar.Parse(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
		all = append(all, edit{strings.TrimSuffix(filepath.Base(file), ".txtar"), strings.TrimSpace(string(a.Comment)), a.Files})
	}
	return all
}

// apply makes the edit in a tree of files.
func (e edit) apply(t *testing.T, files tree) tree {
	t.Helper()
	after := files.clone()
	for _, step := range e.steps {
		verb, path, _ := strings.Cut(step.Name, " ")
		text := string(step.Data)
		switch verb {
		case "edit":
			after[path] = replaced(t, e.name, path, after[path], text)
		case "new":
			after[path] = text
		case "append":
			after[path] += text
		case "delete":
			delete(after, path)
		case "move":
			from, to, _ := strings.Cut(path, " => ")
			after[to] = after[from]
			delete(after, from)
		case "crlf":
			after.toCRLF()
		default:
			t.Fatalf("%s: no step %q", e.name, step.Name)
		}
	}
	return after
}

func replaced(t *testing.T, name, path, text, hunks string) string {
	t.Helper()
	for hunk := range strings.SplitSeq(hunks, "....\n") {
		old, now, ok := strings.Cut(hunk, "=>\n")
		// A line is often only the start of one in the file, so that alignment may change without changing the edit.
		old, now = strings.TrimSuffix(old, "\n"), strings.TrimSuffix(now, "\n")
		if !ok || strings.Count(text, old) != 1 {
			t.Fatalf("%s: %s holds %d times:\n%s", name, path, strings.Count(text, old), old)
		}
		text = strings.Replace(text, old, now, 1)
	}
	return text
}
