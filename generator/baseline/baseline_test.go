package baseline

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/render"
)

func tree(files ...string) render.Tree {
	t := make(render.Tree)
	for i := 0; i < len(files); i += 2 {
		t[files[i]] = render.File{Data: []byte(files[i+1]), Mode: 0o644}
	}
	return t
}

// testing.TB has private methods, so that rapid's own type needs a view of what both can do.
type tb interface {
	Helper()
	Fatal(args ...any)
}

func must(t tb, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T) (*apply.Root, string) {
	t.Helper()
	dir := t.TempDir()
	root, err := apply.Open(dir)
	must(t, err)
	t.Cleanup(func() { must(t, root.Close()) })
	return root, dir
}

// save makes the baseline hold a tree, as a command does.
func save(t tb, root *apply.Root, to render.Tree) {
	t.Helper()
	c, _, err := root.Begin(context.Background())
	must(t, err)
	b, err := Load(root)
	must(t, err)
	must(t, c.Commit(b.Ops(to), apply.Options{}))
	must(t, c.Close())
}

func same(a, b render.Tree) bool {
	return maps.EqualFunc(a, b, func(x, y render.File) bool {
		return string(x.Data) == string(y.Data) && x.Mode == y.Mode && x.Owner == y.Owner
	})
}

func TestAProjectWithoutABaselineHasAnEmptyOne(t *testing.T) {
	root, _ := open(t)
	b, err := Load(root)
	if err != nil || !b.Empty() || len(b.Files) != 0 {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestWhatIsSavedIsLoadedAgain(t *testing.T) {
	odd := tree("a.base", "1", "dir/a.base.base", "2", "empty", "", "binary", "\x00\xff\r\n", "SUM", "mine", "with space/ü", "x\r\n", ".gitignore", "y")
	odd["tool"] = render.File{Data: []byte("#!"), Mode: 0o755, Owner: render.Scale}
	odd["migrations/1.sql"] = render.File{Data: []byte("--"), Mode: 0o644, Owner: render.Append}
	root, _ := open(t)
	for _, want := range []render.Tree{odd, tree("only", "one"), odd, {}} {
		save(t, root, want)
		b, err := Load(root)
		must(t, err)
		if !same(b.Files, want) || b.Empty() != (len(want) == 0) {
			t.Errorf("got %v\nwant %v", b.Files, want)
		}
		if ops := b.Ops(want); len(ops) != 0 {
			t.Errorf("saving the same again would write %v", ops)
		}
	}
}

func TestAnySequenceOfTreesIsLoadedAsSaved(t *testing.T) {
	trees := rapid.MapOf(rapid.SampledFrom([]string{"a", "b/c", "b/d.base", "e/f/g"}), rapid.SliceOfN(rapid.Byte(), 0, 8))
	rapid.Check(t, func(rt *rapid.T) {
		root, err := apply.Open(t.TempDir())
		must(rt, err)
		defer root.Close() //nolint:errcheck // only read
		for range 2 {
			want := make(render.Tree)
			for p, data := range trees.Draw(rt, "tree") {
				want[p] = render.File{Data: data, Mode: rapid.SampledFrom([]fs.FileMode{0o644, 0o755}).Draw(rt, "mode")}
			}
			save(rt, root, want)
			b, err := Load(root)
			if err != nil || !same(b.Files, want) {
				rt.Fatalf("got %v, %v\nwant %v", b, err, want)
			}
		}
	})
}

func TestFilesWrittenOnlyOnceNeverEnterTheBaseline(t *testing.T) {
	root, _ := open(t)
	with := tree("a", "1")
	with[".env"] = render.File{Data: []byte("SECRET=1"), Mode: 0o644, Owner: render.Once}
	save(t, root, with)
	b, err := Load(root)
	must(t, err)
	if paths := b.Files.Paths(); !slices.Equal(paths, []string{"a"}) {
		t.Errorf("got %v", paths)
	}
	if found, err := root.Read(PathOf(".env")); err != nil || found.File != nil {
		t.Errorf("the secret is in the baseline: %+v, %v", found, err)
	}
}

func TestAWrongBaselineIsNamedWithTheWayOut(t *testing.T) {
	at := func(dir, name string) string { return filepath.Join(dir, ".scale", "base", name) }
	for name, c := range map[string]struct {
		damage func(t *testing.T, dir string)
		says   string
	}{
		"other bytes":       {func(t *testing.T, dir string) { write(t, at(dir, "b.base"), "forged") }, ".scale/base/b.base does not match .scale/base/SUM. Run: git checkout -- .scale/base"},
		"CRLF":              {func(t *testing.T, dir string) { write(t, at(dir, "a.base"), "1\r\n") }, ".scale/base/a.base was turned to CRLF"},
		"missing":           {func(t *testing.T, dir string) { must(t, os.Remove(at(dir, "b.base"))) }, ".scale/base/b.base is missing. Run: git checkout"},
		"extra":             {func(t *testing.T, dir string) { write(t, at(dir, "z.base"), "z") }, ".scale/base/z.base is not listed in"},
		"stray":             {func(t *testing.T, dir string) { write(t, at(dir, "b.base~"), "z") }, ".scale/base/b.base~ does not belong there; remove it"},
		"no SUM":            {func(t *testing.T, dir string) { must(t, os.Remove(at(dir, "SUM"))) }, ".scale/base/a.base is not listed in"},
		"SUM cut short":     {func(t *testing.T, dir string) { write(t, at(dir, "SUM"), "abc") }, ".scale/base/SUM:1:"},
		"SUM merged":        {func(t *testing.T, dir string) { prepend(t, at(dir, "SUM"), formatSum(tree("b", "other"))) }, "has more than one line for b, as a git merge leaves it. Run: scale apply"},
		"SUM with conflict": {func(t *testing.T, dir string) { prepend(t, at(dir, "SUM"), []byte("<<<<<<< HEAD\n")) }, ".scale/base/SUM:1:"},
	} {
		t.Run(name, func(t *testing.T) {
			root, dir := open(t)
			save(t, root, tree("a", "1\n", "b", "2\n"))
			c.damage(t, dir)
			if _, err := Load(root); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v\nwant %s", err, c.says)
			}
		})
	}
}

func write(t *testing.T, name, data string) {
	t.Helper()
	must(t, os.WriteFile(name, []byte(data), 0o644))
}

func prepend(t *testing.T, name string, data []byte) {
	t.Helper()
	old, err := os.ReadFile(name)
	must(t, err)
	write(t, name, string(data)+string(old))
}

func TestTheRepairAfterAMergeStillRefusesWrongBytesUnderASingleLine(t *testing.T) {
	root, dir := open(t)
	save(t, root, tree("a", "1", "b", "2"))
	write(t, filepath.Join(dir, ".scale", "base", "b.base"), "forged")
	var f *Fault
	if _, err := LoadMerged(root); !errors.As(err, &f) || f.File != ".scale/base/b.base" {
		t.Errorf("got %v", err)
	}
}

func TestAMergedBaselineTrustsBytesThatAnyLineProves(t *testing.T) {
	for name, c := range map[string]struct {
		sum             string
		onDisk          render.Tree
		known           render.Tree
		merged, unknown []string
	}{
		"untouched": {
			sum: sums("a", "1", "b", "2"), onDisk: tree("a", "1", "b", "2"), known: tree("a", "1", "b", "2"),
		},
		"two lines, ours on disk": {
			sum: sums("a", "ours") + sums("a", "theirs", "b", "2"), onDisk: tree("a", "ours", "b", "2"),
			known: tree("a", "ours", "b", "2"), merged: []string{"a"},
		},
		"two lines, git merged the bytes": {
			sum: sums("a", "ours") + sums("a", "theirs", "b", "2"), onDisk: tree("a", "ours+theirs", "b", "2"),
			known: tree("b", "2"), merged: []string{"a"}, unknown: []string{"a"},
		},
		"conflict markers are a union that git did not make": {
			sum:    "<<<<<<< HEAD\n" + sums("a", "ours") + "=======\n" + sums("a", "theirs") + ">>>>>>> other\n",
			onDisk: tree("a", "<<<<<<< HEAD\nours…"), known: tree(), merged: []string{"a"}, unknown: []string{"a"},
		},
		"the same line twice is one line": {
			sum: sums("a", "1") + sums("a", "1"), onDisk: tree("a", "1"), known: tree("a", "1"),
		},
		"a line whose file the other branch deleted": {
			sum: sums("a", "1", "b", "2"), onDisk: tree("a", "1"), known: tree("a", "1"), unknown: []string{"b"},
		},
		"a file whose line was lost": {
			sum: sums("a", "1"), onDisk: tree("a", "1", "b", "2"), known: tree("a", "1"), unknown: []string{"b"},
		},
		"lines that are no longer sorted": {
			sum: sums("b", "2") + sums("a", "1"), onDisk: tree("a", "1", "b", "2"), known: tree("a", "1", "b", "2"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			root, dir := open(t)
			save(t, root, c.onDisk)
			write(t, filepath.Join(dir, ".scale", "base", "SUM"), c.sum)
			b, err := LoadMerged(root)
			must(t, err)
			if !same(b.Files, c.known) || !slices.Equal(b.Merged, c.merged) || !slices.Equal(b.Unknown, c.unknown) {
				t.Errorf("got %+v", b)
			}
			repaired(t, root, b, c.onDisk)
		})
	}
}

func sums(files ...string) string { return string(formatSum(tree(files...))) }

// repaired proves that a merged baseline can be written anew and is whole then.
func repaired(t *testing.T, root *apply.Root, b *Baseline, want render.Tree) {
	t.Helper()
	c, _, err := root.Begin(context.Background())
	must(t, err)
	must(t, c.Commit(b.Ops(want), apply.Options{}))
	must(t, c.Close())
	again, err := Load(root)
	must(t, err)
	if !same(again.Files, want) {
		t.Errorf("repaired to %v", again.Files)
	}
}
