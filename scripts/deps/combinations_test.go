package main

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	gostack "github.com/scalecli/scale/stacks/go"
)

// toy has a database in every project, a cache with two backends that conflicts with nothing, a queue that requires
// the cache, and docs that bring no dependency.
func toy() fs.FS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"pack.yaml":                          file("stages:\n  - {id: one, number: 1, title: one}\n"),
		gostack.DepsFile:                     file("this is not read\n"),
		"database/piece.yaml":                file("title: Database\nstage: one\nalways: true\nbackends:\n  - {name: lite}\n  - {name: big}\n"),
		"database/go/files/db.go":            file("package main\n\nimport _ \"example.com/sql\"\n"),
		"cache/piece.yaml":                   file("title: Cache\nstage: one\nbackends:\n  - {name: near}\n  - {name: far}\n"),
		"cache/go/files/cache.go":            file("package main\n"),
		"cache/go/backends/far/files/far.go": file("package main\n\nimport _ \"example.com/far\"\n"),
		"queue/piece.yaml":                   file("title: Queue\nstage: one\nrequires: [cache]\n"),
		"queue/go/files/queue.go":            file("package main\n\nimport _ \"example.com/queue\"\n"),
		"docs/piece.yaml":                    file("title: Docs\nstage: one\n"),
		"docs/shared/README.md":              file("read me\n"),
	}
}

func TestEveryCombinationThatCanDifferIsRendered(t *testing.T) {
	all, err := combinations(toy())
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, c := range all {
		keys = append(keys, c.key)
	}
	want := []string{
		"cache=far,database=big", "cache=far,database=big,queue", "cache=far,database=lite", "cache=far,database=lite,queue",
		"cache=near,database=big", "cache=near,database=big,queue", "cache=near,database=lite", "cache=near,database=lite,queue",
		"database=big", "database=lite",
	}
	if !slices.Equal(keys, want) {
		t.Errorf("got %q, want %q", keys, want)
	}
	for _, c := range all {
		if c.key == "database=lite" && len(external(c.tree)) != 1 {
			t.Errorf("%s imports %v", c.key, external(c.tree))
		}
	}
}

func TestModulesThatBringDependenciesAreRefused(t *testing.T) {
	packs := toy().(fstest.MapFS)
	packs["database/go/module/{{ .name }}.go.tmpl"] = &fstest.MapFile{Data: []byte("package main\n\nimport _ \"example.com/uuid\"\n")}
	if _, err := combinations(packs); err == nil {
		t.Error("no error")
	}
}
