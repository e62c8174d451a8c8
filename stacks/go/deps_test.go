package gostack

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator/manifest"
)

func projectWith(choices ...string) manifest.Project {
	p := manifest.Project{Name: "shop", ModulePath: "example.com/shop", Pieces: map[string]manifest.Piece{}}
	for _, c := range choices {
		name, backend, _ := strings.Cut(c, "=")
		p.Pieces[name] = manifest.Piece{Backend: backend}
	}
	return p
}

func packsWith(t *DepsTable) fs.FS {
	return fstest.MapFS{DepsFile: {Data: []byte(t.String())}}
}

func TestDependenciesAreThoseRecorded(t *testing.T) {
	table := &DepsTable{}
	table.Record("cache=redis,database=sqlite", Deps{
		Go: "1.26.0", Direct: []string{"example.com/redis v1.2.0", "example.com/sqlite v1.0.0"}, Indirect: []string{"example.com/libc v1.0.0"},
		Sum: []string{"example.com/redis v1.2.0 h1:x=", "example.com/redis v1.10.0 h1:z=", "example.com/redis v1.2.0/go.mod h1:y="},
	})
	table.Record("database=sqlite", Deps{Go: "1.26.0", Direct: []string{"example.com/sqlite v1.0.0"}, Sum: []string{"example.com/sqlite v1.0.0 h1:x="}})
	for _, c := range []struct{ choices, mod, sum string }{
		{
			"database=sqlite", "module example.com/shop\n\ngo 1.26.0\n\nrequire example.com/sqlite v1.0.0\n",
			"example.com/sqlite v1.0.0 h1:x=\n",
		},
		{
			"monitoring=none database=sqlite cache=redis",
			"module example.com/shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/redis v1.2.0\n\texample.com/sqlite v1.0.0\n)\n\nrequire example.com/libc v1.0.0 // indirect\n",
			"example.com/redis v1.2.0 h1:x=\nexample.com/redis v1.2.0/go.mod h1:y=\nexample.com/redis v1.10.0 h1:z=\n",
		},
	} {
		tree, err := Stack{}.Dependencies(packsWith(table), projectWith(strings.Fields(c.choices)...))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(tree["go.mod"].Data); got != c.mod {
			t.Errorf("%s: go.mod\n%s\nwant\n%s", c.choices, got, c.mod)
		}
		if got := string(tree["go.sum"].Data); got != c.sum {
			t.Errorf("%s: go.sum\n%s\nwant\n%s", c.choices, got, c.sum)
		}
	}
}

func TestACombinationThatNobodyRecordedIsAnError(t *testing.T) {
	table := &DepsTable{}
	table.Record("database=sqlite", Deps{Go: "1.26.0"})
	if _, err := (Stack{}).Dependencies(packsWith(table), projectWith("database=postgres")); err == nil {
		t.Error("no error")
	}
}

func TestPacksWithoutARecordGiveNoFiles(t *testing.T) {
	tree, err := Stack{}.Dependencies(fstest.MapFS{}, projectWith("database=sqlite"))
	if err != nil || len(tree) > 0 {
		t.Errorf("%v, %v", tree, err)
	}
}

func TestManyCombinationsSurviveBeingWritten(t *testing.T) {
	table, recorded := &DepsTable{}, map[string]Deps{}
	for i := range 200 {
		key := fmt.Sprintf("piece=b%03d", i)
		d := Deps{Go: "1.26.0"}
		for j := range 20 {
			if (i*7+j*13)%5 < 2 {
				d.Direct = append(d.Direct, fmt.Sprintf("example.com/m%02d v1.0.0", j))
				d.Sum = append(d.Sum, fmt.Sprintf("example.com/m%02d v1.0.0 h1:x=", j))
			}
		}
		table.Record(key, d)
		recorded[key] = d
	}
	text := table.String()
	read, err := ParseDeps(strings.ReplaceAll(text, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if read.String() != text {
		t.Error("the table changes when it is read and written")
	}
	for key, want := range recorded {
		got, err := read.For(projectWith(key))
		if err != nil || !slices.Equal(got.Direct, want.Direct) || !slices.Equal(got.Sum, want.Sum) {
			t.Fatalf("%s: %v, %v; want %v", key, got, err, want)
		}
	}
}

func TestABrokenRecordNamesItsLine(t *testing.T) {
	for _, text := range []string{"go 1.26.0\nnothing 1 x\n", "go 1.26.0\ndirect zz x\n", "go 1.26.0\ncombination 4 x\n", "go 1.26.0\ndirect 1\n"} {
		if _, err := ParseDeps(text); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := ParseDeps("# empty\n"); err == nil {
		t.Error("a record without a go line is accepted")
	}
}
