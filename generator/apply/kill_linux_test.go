package apply

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// childEnv names the folder that a copy of this test binary works on, and taskEnv what it does there.
const (
	childEnv = "SCALE_APPLY_CHILD"
	taskEnv  = "SCALE_APPLY_TASK"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := child(dir, os.Getenv(taskEnv) == "commit"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child recovers and, if asked to, commits, on one thread, so that strace counts its system calls in order.
func child(dir string, commit bool) error {
	runtime.LockOSThread()
	root, err := Open(dir)
	if err != nil {
		return err
	}
	c, _, err := root.Begin(context.Background())
	if err != nil {
		return err
	}
	if commit {
		err = c.Commit(killed(), Options{Label: "scale test"})
	}
	return errors.Join(err, c.Close(), root.Close())
}

// killed is the change that real kills interrupt: an update, a deletion, a creation and a mode.
func killed() []Op {
	return []Op{
		{Path: "scale.yaml", Old: file("v1\n"), New: file("v2\n")},
		{Path: "gone/x", Old: file("x\n")},
		{Path: "new/y", New: file("y\n")},
		{Path: "tool", Old: file("same\n"), New: tool("same\n")},
	}
}

// calls are the system calls that change the disk.
var calls = []string{"mkdirat", "openat", "write", "fsync", "renameat", "unlinkat", "fchmodat"}

func TestARealKillLeavesTheOldTreeOrTheNewOne(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	k := &killer{strace: strace}
	k.wanted(t)
	for _, call := range calls {
		n := 1
		for k.commit(t, call, n) {
			n += stride(call)
		}
	}
	t.Logf("%d kills in a commit, %d in a recovery: %d old trees, %d new, 0 mixed", k.commits, k.recoveries, k.old, k.new)
	if k.commits < 20 || k.recoveries < 20 || k.old == 0 || k.new == 0 {
		t.Error("too few kills to prove anything")
	}
}

// stride leaves out most openat calls, nearly all of which only read.
func stride(call string) int {
	if call == "openat" {
		return 11
	}
	return 1
}

type killer struct {
	strace                        string
	before, after                 string // the two trees
	commits, recoveries, old, new int
}

// wanted makes both trees without a kill.
func (k *killer) wanted(t *testing.T) {
	t.Helper()
	root, dir := project(t, killed())
	must(t, os.Mkdir(filepath.Join(dir, ".scale"), 0o755))
	k.before = tree(t, dir)
	must(t, change(t, root, killed(), Options{}))
	k.after = tree(t, dir)
}

// run lets a child work until its n-th call, and reports whether it was killed there.
func (k *killer) run(t *testing.T, dir, task, call string, n int) bool {
	t.Helper()
	cmd := exec.Command(k.strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace="+call,
		"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call, n), os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+dir, taskEnv+"="+task)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return false
	case errors.As(err, &exit) && exit.ExitCode() != 1:
		return true
	}
	t.Fatalf("%s under strace: %v\n%s", task, err, out)
	return false
}

// commit kills a commit, then a recovery from that, and recovers.
func (k *killer) commit(t *testing.T, call string, n int) bool {
	t.Helper()
	root, dir := project(t, killed())
	if !k.run(t, dir, "commit", call, n) {
		return false
	}
	k.commits++
	k.recovery(t, root, dir)
	c, _, err := root.Begin(context.Background())
	must(t, err)
	must(t, errors.Join(os.Remove(filepath.Join(dir, ".scale", "keep")), c.Close()))
	switch got := tree(t, dir); got {
	case k.before:
		k.old++
	case k.after:
		k.new++
	default:
		t.Fatalf("killed at %s %d: mixed tree\n%s", call, n, got)
	}
	if waiting, err := root.Interrupted(); waiting || err != nil {
		t.Fatalf("the journal is still there (%v)", err)
	}
	return true
}

// recovery kills recoveries one after the other, at another call each time, until one gets through.
func (k *killer) recovery(t *testing.T, root *Root, dir string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Join(dir, ".scale"), 0o755))
	write(t, filepath.Join(dir, ".scale", "keep"), "", 0o644) // so that the folder stays
	for try := range 3 {
		waiting, err := root.Interrupted()
		must(t, err)
		call := []string{"renameat", "fsync", "unlinkat"}[(k.recoveries+try)%3]
		if !waiting || !k.run(t, dir, "recover", call, 1+k.recoveries%4) {
			return
		}
		k.recoveries++
	}
}
