package apply

import (
	"errors"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"
)

// trials counts what a test tried.
type trials struct{ commits, recoveries, mixed int }

func TestACrashAtAnyEffectLeavesTheOldTreeOrTheNewOne(t *testing.T) {
	var n trials
	crashEverywhere(t, everything(), &n, true)
	t.Logf("%d crashes in a commit, %d more in its recovery, %d mixed trees", n.commits, n.recoveries, n.mixed)
}

func TestRandomChangesSurviveACrashAtAnyEffect(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	var n trials
	for range 12 {
		crashEverywhere(t, randomOps(r), &n, true)
	}
	t.Logf("%d crashes in a commit, %d more in its recovery, %d mixed trees", n.commits, n.recoveries, n.mixed)
}

// crashEverywhere crashes a commit at every effect, whole and torn, and every recovery from it at every effect.
func crashEverywhere(t *testing.T, ops []Op, n *trials, nested bool) {
	t.Helper()
	old := oldDisk(ops)
	want := []string{snapshot(old), snapshot(mustCommit(t, old, ops))}
	total := effectsOf(old, func(d effects) { _ = commitOn(d, ops) })
	for at := 1; at <= total; at++ {
		for tear := -1; tear <= 2; tear++ {
			m := old.clone()
			if err := commitOn(&crashing{effects: m, at: at, tear: tear}, ops); !errors.Is(err, errCrash) {
				t.Fatalf("a crash at effect %d went unnoticed: %v", at, err)
			}
			n.commits++
			if nested {
				crashRecovery(t, m, want, n)
			}
			mustRecover(t, m, want, n)
		}
	}
}

// crashRecovery crashes the recovery of a disk at every effect and recovers from that.
func crashRecovery(t *testing.T, crashed memory, want []string, n *trials) {
	t.Helper()
	total := effectsOf(crashed, func(d effects) { _, _ = recoverOn(d) })
	for at := 1; at <= total; at++ {
		for tear := -1; tear <= 1; tear += 2 {
			m := crashed.clone()
			if _, err := recoverOn(&crashing{effects: m, at: at, tear: tear}); !errors.Is(err, errCrash) {
				t.Fatalf("a crash at effect %d of recovery went unnoticed: %v", at, err)
			}
			n.recoveries++
			mustRecover(t, m, want, n)
		}
	}
}

func mustRecover(t *testing.T, m memory, want []string, n *trials) {
	t.Helper()
	if out, err := recoverOn(m); err != nil || out.Why != nil || out.Done == RolledBack {
		t.Fatalf("recover: %+v, %v\n%s", out, err, snapshot(m))
	}
	if got := snapshot(m); got != want[0] && got != want[1] {
		n.mixed++
		t.Fatalf("mixed tree:\n%s\nold:\n%s\nnew:\n%s", got, want[0], want[1])
	}
	if waiting, err := (&Root{disk: m}).Interrupted(); waiting || err != nil {
		t.Fatalf("the journal is still there after recovery (%v)", err)
	}
	if out, err := recoverOn(m); out.Done != Nothing || err != nil {
		t.Fatalf("a second recovery found %v, %v", out, err)
	}
}

func TestAFullDiskChangesNothingAndLeavesNothingBehind(t *testing.T) {
	ops := everything()
	old := oldDisk(ops)
	for at := 1; ; at++ {
		m := old.clone()
		err := commitOn(&full{effects: m, at: at}, ops)
		if err == nil {
			t.Logf("full at each of %d writes", at-1)
			return
		}
		if !errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrUnfinished) {
			t.Fatalf("full at write %d: %v", at, err)
		}
		if got := snapshot(m); got != snapshot(old) || len(m) != len(old) {
			t.Fatalf("full at write %d left\n%s\nin place of\n%s", at, got, snapshot(old))
		}
	}
}

func TestAFailureOfAnySingleEffectIsTakenBackAtOnce(t *testing.T) {
	ops := everything()
	old := oldDisk(ops)
	after := snapshot(mustCommit(t, old, ops))
	total := effectsOf(old, func(d effects) { _ = commitOn(d, ops) })
	for at := 1; at <= total; at++ {
		m := old.clone()
		err := commitOn(&once{effects: m, at: at}, ops)
		switch got := snapshot(m); {
		case err == nil && got != after:
			t.Fatalf("effect %d failed, and the commit succeeded with\n%s", at, got)
		case errors.Is(err, ErrUnfinished):
			if _, err := recoverOn(m); err != nil || snapshot(m) != after {
				t.Fatalf("effect %d failed, and recovery (%v) gave\n%s", at, err, snapshot(m))
			}
		case err != nil && got != snapshot(old):
			t.Fatalf("effect %d failed (%v) and left\n%s", at, err, got)
		}
	}
}

func TestAFolderWithoutWritePermissionChangesNothingAndIsNamed(t *testing.T) {
	for folder, names := range map[string]string{
		".": "write a", "a": "a/b", "gone/deep": "gone/deep/x", "gone": "gone/", "kept": "kept/", stateDir: stageDir,
	} {
		ops := everything()
		old := oldDisk(ops)
		if folder == "a" {
			old["a"] = nil
		}
		m := old.clone()
		err := commitOn(locked{m, folder}, ops)
		if !errors.Is(err, syscall.EACCES) || errors.Is(err, ErrUnfinished) || !strings.Contains(err.Error(), names) {
			t.Errorf("%s: got %v", folder, err)
		}
		if got := snapshot(m); got != snapshot(old) || len(m) != len(old) {
			t.Errorf("%s: left\n%s\nin place of\n%s", folder, got, snapshot(old))
		}
	}
}

func TestACommandThatLeftAChangeUnfinishedCannotBeginAnother(t *testing.T) {
	ops := everything()
	m := oldDisk(ops)
	total := effectsOf(m, func(d effects) { _ = commitOn(d, ops) })
	if err := commitOn(&crashing{effects: m, at: total - 5}, ops); !errors.Is(err, ErrUnfinished) {
		t.Fatal(err)
	}
	if err := commitOn(m, ops); !errors.Is(err, ErrUnfinished) {
		t.Errorf("got %v", err)
	}
}
