package corpus

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/cmd"
	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// before is the moment of init, after that of the command under test; the edits use file names in between.
var (
	before = time.Date(2026, 11, 23, 8, 15, 0, 0, time.UTC)
	after  = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
)

// scale runs a command in-process with a stack, which may be a mutant, and returns its exit code and what it said.
func scale(stack generator.Stack, now time.Time, dir string, args ...string) (code int, said string) {
	var out bytes.Buffer
	code = cmd.Main(context.Background(), append([]string{"-C", dir}, args...), cmd.Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" },
		Packs: templates.FS, Stacks: []generator.Stack{stack}, Now: func() time.Time { return now },
	})
	return code, out.String()
}

// pristine is the project that the edits are made to.
func pristine(t *testing.T) tree {
	t.Helper()
	dir := scratch(t)
	code, said := scale(gostack.Stack{}, before, dir, "init", "shop", "--no-git",
		"--module", "product name:string:index price:decimal stock:int", "--module", "booking customer_email:string:index date:date")
	if code != 0 {
		t.Fatalf("init: exit code %d\n%s", code, said)
	}
	return readTree(t, filepath.Join(dir, "shop"))
}

// operation is a command that later comes to an edited project.
type operation []string

func (o operation) String() string { return strings.Join(o, " ") }

var operations = []operation{
	{"add", "module", "review body:text stars:int:index"},
	{"add", "field", "product.sku:string:unique"},
	{"add", "field", "product.rank:int:index"},
	{"add", "field", "product.cost:decimal"},
	{"add", "index", "product.price"},
	{"remove", "module", "booking"},
	{"remove", "module", "product"},
}

// outcome is what a command made of a project.
type outcome struct {
	code  int
	said  string
	after tree
}

// plainOutcomes is what each operation makes of the project that nobody edited.
func plainOutcomes(t *testing.T, base tree) []tree {
	t.Helper()
	var all []tree
	for _, o := range operations {
		got := run(t, gostack.Stack{}, base, o)
		if got.code != 0 {
			t.Fatalf("%s on an unedited project: exit code %d\n%s", o, got.code, got.said)
		}
		all = append(all, got.after)
	}
	return all
}

func run(t *testing.T, stack generator.Stack, files tree, o operation) outcome {
	t.Helper()
	dir := scratch(t)
	files.write(t, dir)
	code, said := scale(stack, after, dir, o...)
	return outcome{code, said, readTree(t, dir)}
}

// faults lists how an outcome breaks the promise. base is the project as scale wrote it, edited what the user made of it,
// and plain what the same command makes of the unedited one.
func faults(base, edited, plain tree, got outcome) []string {
	if got.code != 0 {
		return refusalFaults(edited, got)
	}
	var all []string
	for _, path := range slices.Sorted(keys(edited.project(), got.after.project())) {
		if path == "scale.yaml" {
			continue
		}
		all = append(all, lineFaults(path, base, edited, plain, got.after)...)
	}
	return all
}

// refusalFaults: a refusal is exit code 1, changes nothing and names a place.
func refusalFaults(edited tree, got outcome) []string {
	var all []string
	if got.code != 1 {
		all = append(all, "a refusal with another exit code than 1")
	}
	for _, path := range differences(edited, got.after) {
		all = append(all, "refused, but changed "+path)
	}
	named := false
	for path := range edited {
		named = named || strings.Contains(got.said, path)
	}
	if !named {
		all = append(all, "refused without a place")
	}
	return all
}

// lineFaults: every line that the user added is there, every line that the command adds to an unedited project came in,
// and what the user deleted stays deleted.
func lineFaults(path string, base, edited, plain, after tree) []string {
	var all []string
	b, o, x, a := counts(base[path]), counts(edited[path]), counts(plain[path]), counts(after[path])
	_, isThere := edited[path]
	_, wasThere := base[path]
	for line, n := range o {
		if n > b[line] && a[line] < n {
			all = append(all, path+" lost the user's line "+line)
		}
	}
	deletedByUser := wasThere && !isThere
	for line, n := range x {
		if n > b[line] && !deletedByUser && a[line] < n {
			all = append(all, path+" lacks scale's line "+line)
		}
	}
	if deletedByUser && after[path] != "" {
		all = append(all, path+" was deleted by the user and is back")
	}
	for line, n := range b {
		if o[line] < n && isThere && a[line] > o[line]+max(0, x[line]-n) {
			all = append(all, path+" has the line again that the user took out: "+line)
		}
	}
	return all
}

func keys(trees ...tree) func(func(string) bool) {
	return func(yield func(string) bool) {
		seen := map[string]bool{}
		for _, t := range trees {
			for path := range t {
				if !seen[path] && !yield(path) {
					return
				}
				seen[path] = true
			}
		}
	}
}
