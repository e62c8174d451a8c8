package apply

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// link makes a symbolic link. Windows allows that only to some users.
func link(t *testing.T, to, at string) {
	t.Helper()
	err := os.Symlink(to, at)
	switch {
	case err == nil:
	case runtime.GOOS != "windows" || os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Skip("this user may not make symbolic links")
	}
}

func TestNoLinkLeadsAWriteAnywhere(t *testing.T) {
	for name, c := range map[string]struct {
		at   string // where the link stands
		op   Op
		says string
	}{
		"in place of the file":              {"x", Op{Path: "x", Old: file("secret\n"), New: file("new\n")}, "x is a symlink"},
		"in place of a file to create":      {"x", Op{Path: "x", New: file("new\n")}, "x is a symlink"},
		"in place of its folder":            {"d", Op{Path: "d/secret", Old: file("secret\n"), New: file("new\n")}, "d/secret is a path through a symlink"},
		"in place of a folder far above it": {"d", Op{Path: "d/e/f/new", New: file("new\n")}, "d/e/f/new is a path through a symlink"},
		"in place of a file to delete":      {"x", Op{Path: "x", Old: file("secret\n")}, "x is a symlink"},
	} {
		for _, inside := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				root, dir := project(t, nil)
				target := t.TempDir()
				if inside {
					target = filepath.Join(dir, "elsewhere")
				}
				write(t, filepath.Join(target, "secret"), "secret\n", 0o644)
				to := target
				if c.at == "x" {
					to = filepath.Join(target, "secret")
				}
				if inside {
					rel, err := filepath.Rel(dir, to)
					must(t, err)
					to = rel
				}
				link(t, to, filepath.Join(dir, c.at))
				before := tree(t, dir) + tree(t, target)
				err := change(t, root, []Op{c.op, {Path: "bystander", New: file("b\n")}}, Options{})
				if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("got %v", err)
				}
				if tree(t, dir)+tree(t, target) != before {
					t.Error("something was written")
				}
			})
		}
	}
}

func TestAFolderSwappedForALinkAfterAKillIsNotFollowed(t *testing.T) {
	ops := []Op{{Path: "a/x", Old: file("1\n"), New: file("2\n")}, {Path: "b", New: file("b\n")}}
	root, dir := project(t, ops)
	disk := root.disk
	root.disk = &crashing{effects: disk, at: 18, tear: -1}
	c, _, err := root.Begin(context.Background())
	must(t, err)
	if err := c.Commit(ops, Options{Label: "scale test"}); !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	_ = c.Close()
	root.disk = disk
	if waiting, err := root.Interrupted(); !waiting || err != nil {
		t.Fatalf("the crash was to come after the commit (%v)", err)
	}
	outside := t.TempDir()
	write(t, filepath.Join(outside, "x"), "secret\n", 0o644)
	must(t, os.RemoveAll(filepath.Join(dir, "a")))
	link(t, outside, filepath.Join(dir, "a"))
	before := tree(t, outside)
	c, out, err := root.Begin(context.Background())
	if err != nil || len(out.Kept) != 1 || out.Kept[0] != "a/x" {
		t.Fatalf("%+v, %v", out, err)
	}
	must(t, c.Close())
	if got := tree(t, outside); got != before {
		t.Errorf("written through the link:\n%s", got)
	}
}

func TestAStateFolderThatIsALinkIsRefused(t *testing.T) {
	root, dir := project(t, nil)
	outside := t.TempDir()
	link(t, outside, filepath.Join(dir, ".scale"))
	if _, _, err := root.Begin(context.Background()); err == nil || !strings.Contains(err.Error(), ".scale is a symlink") {
		t.Errorf("got %v", err)
	}
	must(t, os.Remove(filepath.Join(dir, ".scale")))
	must(t, os.Mkdir(filepath.Join(dir, ".scale"), 0o755))
	link(t, filepath.Join(outside, "made"), filepath.Join(dir, ".scale", "lock"))
	if _, _, err := root.Begin(context.Background()); err == nil || !strings.Contains(err.Error(), ".scale/lock is a symlink") {
		t.Errorf("got %v", err)
	}
	if got := tree(t, outside); strings.Contains(got, "made") {
		t.Error("the lock was made outside the project")
	}
}
