package apply

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator/render"
)

// project is a real folder that holds what ops expect.
func project(t *testing.T, ops []Op) (*Root, string) {
	t.Helper()
	dir := t.TempDir()
	for _, op := range ops {
		if op.Old != nil {
			write(t, filepath.Join(dir, filepath.FromSlash(op.Path)), string(op.Old.Data), op.Old.Mode)
		}
	}
	root, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root, dir
}

func write(t *testing.T, name, data string, perm fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), perm); err != nil {
		t.Fatal(err)
	}
}

// change begins, commits and ends.
func change(t *testing.T, root *Root, ops []Op, o Options) error {
	t.Helper()
	c, _, err := root.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	return c.Commit(ops, o)
}

// mustHold proves that the folder is as after ops, or with old set as before them.
func mustHold(t *testing.T, root *Root, ops []Op, old bool) {
	t.Helper()
	for _, op := range ops {
		want := op.New
		if old {
			want = op.Old
		}
		found, err := root.Read(op.Path)
		if err != nil || found.Kind != "" || !SameFile(found.File, want) {
			t.Errorf("%s: found %+v, %v; want %+v", op.Path, found, err, want)
		}
	}
}

func TestAChangeReachesARealDiskAndCanBeReadBackForUndo(t *testing.T) {
	ops := everything()
	root, dir := project(t, ops)
	if err := change(t, root, ops, Options{Label: "scale add x"}); err != nil {
		t.Fatal(err)
	}
	mustHold(t, root, ops, false)
	if _, err := os.Lstat(filepath.Join(dir, "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the emptied folder is still there: %v", err)
	}
	u, err := root.ReadUndo()
	if err != nil || u == nil || u.Label != "scale add x" || len(u.Ops) != len(ops) {
		t.Fatalf("undo record: %+v, %v", u, err)
	}
	if err := change(t, root, reversed(u.Ops), Options{Label: "scale undo", TakesBack: true}); err != nil {
		t.Fatal(err)
	}
	mustHold(t, root, ops, true)
	if u, err := root.ReadUndo(); u != nil || err != nil {
		t.Errorf("an undo can be undone: %+v, %v", u, err)
	}
	if names, _ := root.disk.readDir("."); !slices.Equal(names, []string{".scale", "gone", "kept", "scale.yaml"}) {
		t.Errorf("left behind: %v", names)
	}
}

func reversed(ops []Op) []Op {
	var back []Op
	for _, op := range ops {
		back = append(back, Op{Path: op.Path, Old: op.New, New: op.Old})
	}
	return back
}

func TestAnUndoRecordIsReplacedByTheNextChangeAndProven(t *testing.T) {
	root, dir := project(t, nil)
	first := []Op{{Path: "a", New: file("1\n")}}
	second := []Op{{Path: "a", Old: file("1\n"), New: file("2\n")}}
	for label, ops := range map[string][]Op{"first": first} {
		if err := change(t, root, ops, Options{Label: label}); err != nil {
			t.Fatal(err)
		}
	}
	if err := change(t, root, second, Options{Label: "second"}); err != nil {
		t.Fatal(err)
	}
	u, err := root.ReadUndo()
	if err != nil || u.Label != "second" || string(u.Ops[0].Old.Data) != "1\n" || string(u.Ops[0].New.Data) != "2\n" {
		t.Fatalf("%+v, %v", u, err)
	}
	write(t, filepath.Join(dir, ".scale", "undo", "old", "000"), "forged\n", 0o600)
	if _, err := root.ReadUndo(); err == nil || !strings.Contains(err.Error(), ".scale/undo is damaged") {
		t.Errorf("forged bytes: %v", err)
	}
}

func TestAnEmptyUndoDropsTheRecordAllTheSame(t *testing.T) {
	root, _ := project(t, nil)
	if err := change(t, root, []Op{{Path: "a", New: file("1\n")}}, Options{Label: "first"}); err != nil {
		t.Fatal(err)
	}
	if err := change(t, root, nil, Options{TakesBack: true}); err != nil {
		t.Fatal(err)
	}
	if u, err := root.ReadUndo(); u != nil || err != nil {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestWhatStandsInTheWayStopsTheChangeWithZeroWrites(t *testing.T) {
	update := Op{Path: "a/x", Old: file("old\n"), New: file("new\n")}
	bystander := Op{Path: "b", New: file("b\n")}
	for name, c := range map[string]struct {
		disturb func(t *testing.T, dir string)
		says    string
	}{
		"other bytes": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "a", "x"), "edited\n", 0o644) }, "a/x: changed"},
		"a deletion":  {func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "a", "x"))) }, "a/x: changed"},
		"a folder in its place": {func(t *testing.T, dir string) {
			must(t, os.Remove(filepath.Join(dir, "a", "x")))
			must(t, os.Mkdir(filepath.Join(dir, "a", "x"), 0o755))
		}, "a/x is a folder"},
		"a file in place of its folder": {func(t *testing.T, dir string) {
			must(t, os.RemoveAll(filepath.Join(dir, "a")))
			write(t, filepath.Join(dir, "a"), "file\n", 0o644)
		}, "a/x is a path through a file"},
		"a file where one is to be created": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, "b"), "mine\n", 0o644) }, "b: changed"},
	} {
		t.Run(name, func(t *testing.T) {
			root, dir := project(t, []Op{update})
			c.disturb(t, dir)
			before := tree(t, dir)
			err := change(t, root, []Op{update, bystander}, Options{})
			if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
			if got := tree(t, dir); got != before {
				t.Errorf("something was written:\n%s\nin place of\n%s", got, before)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tree lists a real folder with its bytes, without the journal.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(dir, name)
		if err = errors.Join(err, relErr); err != nil {
			return err
		}
		if inJournal(filepath.ToSlash(rel)) {
			return nil
		}
		b.WriteString(filepath.ToSlash(rel) + " " + e.Type().String())
		if e.Type().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			b.WriteString(" " + string(data))
		}
		b.WriteString("\n")
		return nil
	}))
	return b.String()
}

func TestAFileKeepsItsPermissionsAndTheExecutableBitFollowsScale(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // its disk records no such bits, which TestModesAreNotComparedWhereTheDiskHasNone covers
	}
	for name, c := range map[string]struct {
		perm     fs.FileMode
		old, new *render.File
		want     fs.FileMode
	}{
		"private stays private":       {0o600, file("1"), file("2"), 0o600},
		"shared stays shared":         {0o664, file("1"), file("2"), 0o664},
		"becomes executable":          {0o640, file("1"), tool("1"), 0o750},
		"stops being executable":      {0o710, tool("1"), file("2"), 0o600},
		"executable stays as it was":  {0o700, tool("1"), tool("2"), 0o700},
		"a read-only file is updated": {0o444, file("1"), file("2"), 0o444},
	} {
		t.Run(name, func(t *testing.T) {
			root, dir := project(t, nil)
			at := filepath.Join(dir, "x")
			write(t, at, string(c.old.Data), 0o600)
			must(t, os.Chmod(at, c.perm))
			must(t, change(t, root, []Op{{Path: "x", Old: c.old, New: c.new}}, Options{}))
			info, err := os.Stat(at)
			if err != nil || info.Mode().Perm() != c.want {
				t.Errorf("got %v, %v; want %v", info.Mode(), err, c.want)
			}
		})
	}
}

func TestModesAreNotComparedWhereTheDiskHasNone(t *testing.T) {
	if got := SameFile(file("x"), tool("x")); got == recordsModes {
		t.Errorf("same bytes, other mode: same = %v on a disk that records modes: %v", got, recordsModes)
	}
}

func TestListNamesFilesBelowAFolderSorted(t *testing.T) {
	root, dir := project(t, nil)
	for _, p := range []string{"d/b", "d/a/z", "d/a.x", "e"} {
		write(t, filepath.Join(dir, filepath.FromSlash(p)), "", 0o644)
	}
	got, err := root.List("d")
	if want := []string{"d/a.x", "d/a/z", "d/b"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := root.List("none"); got != nil || err != nil {
		t.Errorf("an absent folder gave %v, %v", got, err)
	}
}
