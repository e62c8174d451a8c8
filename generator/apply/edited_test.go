package apply

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

const mine = "saved by the user after the kill\n"

func TestAFileSavedAfterAKillIsKeptAndAllElseIsOldOrNew(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	n := map[Done]int{}
	editEverywhere(t, everything(), n)
	for range 30 {
		editEverywhere(t, randomOps(r), n)
	}
	t.Logf("%d edits met a finished change, %d one taken back, %d one that had ended", n[Finished], n[RolledBack], n[Nothing])
}

// editEverywhere crashes a commit at every effect and then edits each path in turn.
func editEverywhere(t *testing.T, ops []Op, n map[Done]int) {
	t.Helper()
	old := oldDisk(ops)
	after := mustCommit(t, old, ops)
	total := effectsOf(old, func(d effects) { _ = commitOn(d, ops) })
	for at := 1; at <= total; at++ {
		for _, op := range ops {
			if SameFile(op.Old, op.New) {
				continue
			}
			m := old.clone()
			if err := commitOn(&crashing{effects: m, at: at, tear: 1}, ops); !errors.Is(err, errCrash) {
				t.Fatalf("a crash at effect %d went unnoticed: %v", at, err)
			}
			again := m.clone()
			n[mustKeep(t, m, op, old, after)]++
			if steps := effectsOf(again, func(d effects) { _, _ = recoverOn(d) }); steps > 0 { // a second kill first
				_, _ = recoverOn(&crashing{effects: again, at: 1 + at*7%steps, tear: -1})
				n[mustKeep(t, again, op, old, after)]++
			}
		}
	}
}

// mustKeep edits the path of op and recovers, once undisturbed and once after a crash in the middle.
func mustKeep(t *testing.T, m memory, op Op, old, after memory) Done {
	t.Helper()
	switched := sameOn(m, after, op.Path) && !sameOn(m, old, op.Path)
	want := old
	if switched && op.New != nil {
		want = after
	}
	waiting, err := exists(m, txnDir)
	if err != nil {
		t.Fatal(err)
	}
	if !waiting { // the crash came before the commit or after the end
		want = m
	}
	mustAdd(m, op.Path, file(mine), 0o644)
	want = want.clone()
	mustAdd(want, op.Path, file(mine), 0o644)
	half := m.clone()
	_, _ = recoverOn(&crashing{effects: half, at: effectsOf(m, func(d effects) { _, _ = recoverOn(d) })/2 + 1, tear: 1})
	if _, err := recoverOn(half); err != nil || snapshot(half) != snapshot(want) {
		t.Fatalf("%s saved, recovery crashed and repeated (%v):\n%s\nin place of\n%s", op.Path, err, snapshot(half), snapshot(want))
	}
	out, err := recoverOn(m)
	if err != nil || snapshot(m) != snapshot(want) {
		t.Fatalf("%s saved, switched %v: %v, %v\n%s\nin place of\n%s", op.Path, switched, out, err, snapshot(m), snapshot(want))
	}
	if waiting && !slices.Equal(out.Kept, []string{op.Path}) {
		t.Fatalf("%s saved, but the outcome is %+v", op.Path, out)
	}
	return out.Done
}

func sameOn(a, b memory, name string) bool {
	x, y := a[name], b[name]
	if x == nil || y == nil {
		return x == y
	}
	return x.perm == y.perm && string(x.data) == string(y.data)
}

func TestTheOutcomeIsOneSentenceForTheUser(t *testing.T) {
	for _, c := range []struct {
		out  Outcome
		want string
	}{
		{Outcome{}, ""},
		{Outcome{Done: Finished, Label: "scale add cache"}, "finished `scale add cache`, which had been interrupted"},
		{Outcome{Done: RolledBack, Label: "scale add cache", Kept: []string{"a.go", "b.go"}},
			"took back `scale add cache`, which had been interrupted; run it again if you still want it (kept as you saved it since: a.go, b.go)"},
	} {
		if got := c.out.String(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
