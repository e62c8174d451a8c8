package generator_test

import (
	"sync/atomic"
	"testing"

	"github.com/scalecli/scale/generator"
)

// The laws of docs/ARCHITECTURE.md on random projects. Trees are compared byte for byte, scale.yaml and the baseline
// among them.

const rounds = 3

func TestAddThenRemoveIsTheIdentity(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		h, picked := built(t), d.some(3)
		d.grow(h, picked[1:])
		before := h.content()
		h.do(picked[0].add)
		h.do(picked[0].remove)
		h.same("add and remove of "+picked[0].name, before, h.content())
	})
}

func TestTheOrderOfAddsDoesNotMatter(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		one := built(t)
		d.grow(one, nil)
		other, picked := one.twin(), d.some(4)
		for _, x := range inOrderOfStamps(picked) {
			one.do(x.add)
		}
		d.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
		for _, x := range inOrderOfStamps(picked) {
			other.do(x.add)
		}
		one.same("another order gave another tree", one.content(), other.content())
	})
}

// inOrderOfStamps puts attic before cellar and leaves the rest as it is: the migrations of modules carry the time at
// which they were added, and up to that the order does not matter.
func inOrderOfStamps(all []thing) []thing {
	first := -1
	for i, x := range all {
		switch {
		case x.name == "cellar" && first < 0:
			first = i
		case x.name == "attic" && first >= 0:
			all[first], all[i] = all[i], all[first]
		}
	}
	return all
}

func TestAddingTwoAndRemovingOneLeavesTheOther(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		one, picked := built(t), d.some(3)
		d.grow(one, picked[2:])
		other, a, b := one.twin(), picked[0], picked[1]
		one.do(b.add)
		// The second of two modules carries a later stamp, so here each is added at a time of its own.
		other.now = moment.AddDate(0, 0, -1)
		other.do(a.add)
		other.now = one.now
		other.do(b.add)
		other.do(a.remove)
		if a.stamped() && b.stamped() {
			return
		}
		one.same("A + B - A is not B", one.content(), other.content())
	})
}

func (x thing) stamped() bool { return x.name == "cellar" || x.name == "attic" }

func TestEveryOperationTwiceIsTheSameAsOnce(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		h, x := built(t), d.some(1)[0]
		d.edits(h, 2)
		steps := []op{x.add, applyAll, upgrade, x.remove, addPiece("store", "box"), addField("room.lock:string"), addIndex("room.lock")}
		for i, step := range steps {
			if !h.try(step) {
				return
			}
			once := h.content()
			// The second time is nothing to do, or refused because it is done.
			if r, err := step(h, generator.Options{Command: "scale test"}); err == nil && r.Applied {
				t.Errorf("step %d (%s) was applied twice", i, x.name)
			}
			h.same("a second time changed something", once, h.content())
		}
	})
}

func TestEditsSurviveAnAddAndARemove(t *testing.T) {
	var refused, all atomic.Int32
	t.Cleanup(func() {
		if refused.Load() > all.Load()/2 && all.Load() > 1 {
			t.Errorf("%d of %d were refused, which is more than half", refused.Load(), all.Load())
		}
	})
	forRandom(t, 4*rounds, func(t *testing.T, d *dice) {
		h, picked := built(t), d.some(2)
		d.grow(h, picked[1:])
		d.edits(h, 1+d.IntN(4))
		h.do(applyAll) // comments in scale.yaml reach the baseline with the next command, whatever it is
		before := h.content()
		all.Add(1)
		if !h.try(picked[0].add) || !h.try(picked[0].remove) {
			refused.Add(1)
			return
		}
		h.same("add and remove of "+picked[0].name, before, h.content())
	})
}

func TestChangingABackendEqualsHavingChosenItFirst(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		one := built(t)
		d.grow(one, nil)
		other := one.twin()
		one.do(addPiece("lamp", "candle", "height", "3"))
		one.do(addPiece("bell", ""))
		one.do(addPiece("lamp", "bulb", "colour", "red"))
		other.do(addPiece("lamp", "bulb", "colour", "red", "height", "3"))
		other.do(addPiece("bell", ""))
		one.same("a changed backend is not like a chosen one", other.content(), one.content())
	})
}

func TestUndoGivesBackTheTreeFromBefore(t *testing.T) {
	forRandom(t, 2*rounds, func(t *testing.T, d *dice) {
		h, picked := built(t), d.some(3)
		d.grow(h, picked[1:])
		d.edits(h, d.IntN(4))
		before := h.content()
		commands := []op{
			picked[0].add, picked[1].remove, addField("room.lock:string:unique"), addPiece("store", "box"),
			addModule("shed width:int"), addPiece("lamp", "candle"),
		}
		if !h.try(commands[d.IntN(len(commands))]) || difference(before, h.content()) == "" {
			return
		}
		h.same("a dry run of undo wrote something", h.everything(), func() tree {
			_, err := undo(h, generator.Options{DryRun: true})
			h.ok(err)
			return h.everything()
		}())
		if r := h.do(undo); !r.Applied && len(r.Notes) == 0 {
			t.Error("undo did nothing and said nothing")
		}
		h.same("undo", before, h.content())
	})
}

func TestAfterACommandThereIsNothingToApply(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		h, picked := built(t), d.some(3)
		d.edits(h, d.IntN(4))
		for _, step := range []op{picked[0].add, picked[1].add, addField("room.lock:string"), picked[0].remove, picked[2].add, addIndex("room.lock")} {
			h.try(step)
			r := h.do(applyAll)
			if writes := r.Plan.Writes(); r.Applied || len(writes) > 0 {
				t.Fatalf("apply would still write: %v", r.Plan.Summary())
			}
		}
	})
}

func TestADryRunWritesNothingAtAll(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		h, picked := built(t), d.some(2)
		d.grow(h, picked[1:])
		d.edits(h, d.IntN(3))
		before := h.everything()
		h.packs = []string{"v1", "v2"}[d.IntN(2)]
		for _, step := range []op{
			picked[0].add, picked[1].remove, addField("room.lock:string"), addIndex("room.name"), addPiece("store", "box"),
			addModule("shed width:int"), applyAll, upgrade, undo,
		} {
			// Some of these are refused here; none may write.
			if r, err := step(h, generator.Options{DryRun: true, Commit: true, Markers: true, Command: "scale test"}); err == nil && r.Applied {
				t.Error("a dry run was applied")
			}
			h.same("a dry run wrote something", before, h.everything())
		}
	})
}

func TestSeveralInstancesComeAndGo(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		h := built(t)
		h.do(addPiece("store", "box"))
		d.grow(h, nil)
		d.edits(h, 1+d.IntN(3))
		h.do(applyAll)
		before, other := h.content(), h.twin()
		if !h.try(addPiece("terrace", "")) || !other.try(addPiece("lamp", "bulb")) {
			return
		}
		if h.try(addPiece("lamp", "")) && other.try(addPiece("terrace", "")) {
			h.same("the order left a trace", other.content(), h.content())
			h.try(removePiece("lamp"))
		}
		if h.try(removePiece("terrace")) {
			h.same("several instances came and went", before, h.content())
		}
	})
}
