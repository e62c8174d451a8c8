package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
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

// goldenProjects are whole projects, committed under testdata/projects, and the commands that make them. `make golden`
// rewrites them; read what changed in them before you commit a change of a template.
var goldenProjects = map[string][][]string{
	// What a newcomer gets.
	"shop": {{"init", "shop"}},
	// Every type of field, each required, optional, indexed and unique, with names that SQL and Go keep for themselves.
	"types": manyTypes("types"),
	// The same on other databases, with later changes, whose SQL differs.
	"on-postgres": append(manyTypes("on-postgres", "--database", "postgres"), laterChanges...),
	"on-mysql":    append(manyTypes("on-mysql", "--database", "mysql"), laterChanges...),
	// A project some months later: modules came and went, fields and indexes were added.
	"grown": {
		{"init", "grown"},
		{"add", "module", "booking customer_email:string:index date:date:index"},
		{"add", "module", "review body:text stars:int"},
		{"add", "field", "product.sku:string:unique"},
		{"add", "field", "booking.paid_at:time:index"},
		{"add", "index", "review.stars"},
		{"remove", "module", "booking"},
	},
	// A cache on a server, around some modules.
	"cached": {
		{"init", "cached"},
		{"add", "module", "booking customer_email:string:index date:date:index"},
		{"add", "module", "review body:text stars:int"},
		{"add", "cache", "--backend", "redis", "--set", "modules=product,booking"},
	},
	// Callers are known, and limited, and what they read is kept; all without a server.
	"guarded": {{"init", "guarded"}, {"add", "cache"}, {"add", "auth"}, {"add", "ratelimit"}},
	// Three instances behind a load balancer, which share a cache.
	"balanced": {
		{"init", "balanced", "--database", "postgres"},
		{"add", "cache", "--backend", "redis"},
		{"add", "ratelimit", "--backend", "redis"},
		{"add", "loadbalancer"},
	},
	// Slow work is done later, by jobs that are enqueued with a write; the cache keeps nothing of a transaction.
	"queued": {{"init", "queued"}, {"add", "cache"}, {"add", "queue"}, {"add", "job", "product.send_receipt"}},
	// Everything there is to add, on servers of its own.
	"everything": {
		{"init", "everything", "--database", "postgres"},
		{"add", "module", "booking customer_email:string:index date:date:index"},
		{"add", "cache", "--backend", "redis"},
		{"add", "loadbalancer"},
		{"add", "queue", "--backend", "rabbitmq"},
		{"add", "job", "product.send_receipt", "booking.remind"},
		{"add", "auth"},
		{"add", "ratelimit", "--backend", "redis"},
	},
	// No module at all.
	"bare": {{"init", "bare"}, {"remove", "module", "product"}},
}

// manyTypes are the commands for a project with every type of field.
func manyTypes(name string, flags ...string) [][]string {
	return [][]string{
		append([]string{"init", name, "--module-path", "example.com/team/types", "--module", "order " +
			"group:string:index user:string:unique select:string:optional type:enum(draft,paid,sent):index from:text table:text:optional " +
			"index:int:index rank:int:unique key:int:optional total:decimal:index tax:decimal:optional rate:decimal:unique " +
			"open:bool default:bool:optional:index day:date:index until:date:optional at:time:index seen:time:optional " +
			"token:uuid:unique parent:uuid:optional"}, flags...),
		{"add", "module", "order_line order:ref(order) note:string:optional quantity:int"},
	}
}

var laterChanges = [][]string{
	{"add", "field", "order.fee:decimal:unique"},
	{"add", "field", "order.memo:string:index"},
	{"add", "field", "order.extra:decimal"},
	{"add", "index", "order.tax"},
	{"add", "index", "order.extra"},
}

func TestGolden(t *testing.T) {
	for name, commands := range goldenProjects {
		t.Run(name, func(t *testing.T) {
			made := makeProject(t, name, commands)
			kept := filepath.Join("testdata", "projects", name)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				rewrite(t, kept, made)
			}
			compare(t, read(t, kept), made)
		})
	}
}

// TestGoldenProjectsAreGreen builds, vets and tests the golden projects as their owners would, without the network.
func TestGoldenProjectsAreGreen(t *testing.T) {
	for name := range goldenProjects {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, read(t, filepath.Join("testdata", "projects", name)))
			for _, argv := range (gostack.Stack{}).Proof() {
				inProject(t, dir, argv...)
			}
			if out := inProject(t, dir, "go", "mod", "tidy", "-diff"); out != "" {
				t.Errorf("go mod tidy would change:\n%s", out)
			}
		})
	}
}

func inProject(t *testing.T, dir string, argv ...string) string {
	t.Helper()
	c := exec.Command(argv[0], argv[1:]...)
	c.Dir = dir
	c.Env = append(os.Environ(), "CI=") // tests that need a server are skipped where there is none; make e2e brings it
	var said bytes.Buffer               // what go tells of its downloads is no answer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(argv, " "), err, out, &said)
	}
	return string(out)
}

// makeProject runs the commands in-process, an hour apart from a fixed moment on, and returns the files.
func makeProject(t *testing.T, name string, commands [][]string) map[string][]byte {
	t.Helper()
	dir, now := t.TempDir(), time.Date(2026, 11, 23, 8, 15, 0, 0, time.UTC)
	for i, args := range commands {
		at := filepath.Join(dir, name)
		if i == 0 {
			at, args = dir, append(slices.Clone(args), "--no-git")
		}
		var out bytes.Buffer
		code := cmd.Main(context.Background(), append([]string{"-C", at}, args...), cmd.Env{
			Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" },
			Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{}}, Now: func() time.Time { return now },
		})
		if code != 0 {
			t.Fatalf("scale %s: exit code %d\n%s", strings.Join(args, " "), code, out.String())
		}
		now = now.Add(time.Hour)
	}
	return read(t, filepath.Join(dir, name))
}

// read returns every file by its slash-separated path, but for what a project's own .gitignore leaves out.
func read(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (rel == ".scale/undo" || rel == ".git"):
			return fs.SkipDir
		case d.IsDir() || rel == ".scale/lock":
			return nil
		}
		files[rel], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func write(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for path, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func rewrite(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	write(t, dir, files)
}

func compare(t *testing.T, kept, made map[string][]byte) {
	t.Helper()
	for path, data := range made {
		if old, ok := kept[path]; !ok || !bytes.Equal(old, data) {
			t.Errorf("%s is not what is kept under testdata/projects; run make golden and read the difference", path)
		}
	}
	for path := range kept {
		if _, ok := made[path]; !ok {
			t.Errorf("%s is kept under testdata/projects and no longer made", path)
		}
	}
}
