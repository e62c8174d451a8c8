package generator_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

// toBox gives the store of a house another backend; toShelf gives it back the one it had.
var toBox, toShelf = addPiece("store", "box"), addPiece("store", "shelf")

const (
	onShelf = "rooms/room/migrations/shelf/"
	inBox   = "rooms/room/migrations/box/"
	first   = "20261123081500_keep_rooms.sql"
)

func places(all []generator.Place) []string {
	var lines []string
	for _, p := range all {
		lines = append(lines, fmt.Sprintf("%s:%d", p.Path, p.Line))
	}
	return lines
}

func TestAnOwnMigrationWithoutCounterpartRefusesAnotherBackend(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write(onShelf+"20270101000000_mine.sql", "PUT books upright;\n")
	h.write(onShelf+"20270102000000_too.sql", "PUT shoes;\n")
	h.write("neighbours/migrations/shelf/1.sql", "PUT cups;\n")
	r := h.refused(toBox, generator.Options{})
	if got := strings.Join(places(r.Places), " "); got != onShelf+"20270101000000_mine.sql:1 "+onShelf+"20270102000000_too.sql:1" {
		t.Errorf("the places are %s", got)
	}
	want := "mkdir -p rooms/room/migrations/box && cp " + onShelf + "20270101000000_mine.sql " + inBox + "20270101000000_mine.sql"
	if !strings.HasPrefix(r.Next, want) || !strings.HasSuffix(r.Next, "then scale test") {
		t.Errorf("the next step is %q", r.Next)
	}
	_ = h.refused(toBox, generator.Options{Markers: true, Force: true})

	h.write(inBox+"20270101000000_mine.sql", "PACK books;\n")
	h.write(inBox+"20270102000000_too.sql", "PACK shoes;\n")
	h.do(toBox)
	h.wantHas(onShelf+"20270101000000_mine.sql", "PUT books upright;")
	h.wantHas(inBox+first, "PACK rooms")
	if h.has(onShelf + first) {
		t.Error("scale's own migration for the old backend is still there")
	}
}

func TestAHandEditOfTheBackendIsRefusedLikewise(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write(onShelf+"20270101000000_mine.sql", "PUT books;\n")
	h.edit("scale.yaml", "backend: shelf", "backend: box")
	if r := h.refused(applyAll, generator.Options{}); len(r.Places) != 1 {
		t.Errorf("the places are %v", r.Places)
	}
	h.write(inBox+"20270101000000_mine.sql", "PACK books upright;\n")
	h.do(applyAll)
	h.wantHas("scale.yaml", "backend: box")
}

func TestAnEditedMigrationNeedsTheUsersCounterpart(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit(onShelf+first, ");\n", ");\nPUT dust;\n")
	before := h.content()
	r := h.refused(toBox, generator.Options{})
	if got := places(r.Places); len(got) != 1 || got[0] != onShelf+first+":2" {
		t.Errorf("the places are %v", got)
	}

	h.write(inBox+first, "PACK rooms;\nPACK dust;\n")
	h.do(toBox)
	h.wantHas(inBox+first, "PACK dust")
	h.wantHas(onShelf+first, "PUT dust")
	if r := h.do(applyAll); r.Applied {
		t.Errorf("the next apply would write %s", r.Plan.Summary())
	}

	h.do(toShelf)
	h.remove(inBox + first)
	h.same("there and back is not the identity", before, h.content())
}

func TestADeletedMigrationStaysDeletedForAnotherBackend(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addField("room.lock:string"))
	h.remove(onShelf + first)
	before := h.content()
	r := h.do(toBox)
	if h.has(inBox + first) {
		t.Error("the deleted migration is back in other words")
	}
	if len(r.Notes) == 0 || !strings.Contains(r.Notes[0], "you deleted "+onShelf+first) {
		t.Errorf("nothing is said of it: %v", r.Notes)
	}
	h.do(toShelf)
	h.same("there and back is not the identity", before, h.content())
}

func TestABackendThereAndBackIsTheIdentity(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		h, picked := built(t), d.some(3)
		for _, x := range picked {
			h.do(x.add)
		}
		h.do(addField("room.lock:string:index"))
		d.edits(h, d.IntN(3))
		h.write(onShelf+"20270101000000_mine.sql", "PUT books;\n")
		h.write(inBox+"20270101000000_mine.sql", "PACK books;\n")
		h.do(applyAll)
		before := h.content()
		if h.try(toBox) && h.try(toShelf) {
			h.same("there and back", before, h.content())
		}
	})
}

func TestChangingTheBackendOfMigrationsEqualsHavingChosenItFirst(t *testing.T) {
	forRandom(t, rounds, func(t *testing.T, d *dice) {
		late := built(t)
		early, picked := late.twin(), d.some(3)
		early.do(toBox)
		for _, h := range []*house{late, early} {
			for _, x := range picked {
				h.do(x.add)
			}
			h.do(addField("room.lock:string:index"))
			h.now = moment.AddDate(0, 1, 0)
			h.do(addIndex("room.lock"))
		}
		late.do(toBox)
		late.same("a backend chosen late", early.content(), late.content())
	})
}

func TestUndoingAnotherBackendAsksForCounterpartsToo(t *testing.T) {
	t.Parallel()
	h := built(t)
	before := h.content()
	h.do(toBox)
	h.write(inBox+"20270101000000_mine.sql", "PACK books;\n")
	for _, options := range []generator.Options{{}, {DryRun: true}} {
		r := h.refused(undo, options)
		if got := places(r.Places); len(got) != 1 || got[0] != inBox+"20270101000000_mine.sql:1" {
			t.Errorf("the places are %v", got)
		}
		want := "mkdir -p rooms/room/migrations/shelf && cp " + inBox + "20270101000000_mine.sql " + onShelf + "20270101000000_mine.sql"
		if !strings.HasPrefix(r.Next, want) || !strings.HasSuffix(r.Next, "then scale test") {
			t.Errorf("the next step is %q", r.Next)
		}
	}
	h.write(onShelf+"20270101000000_mine.sql", "PUT books upright;\n")
	h.do(undo)
	h.wantHas(inBox+"20270101000000_mine.sql", "PACK books")
	h.remove(inBox + "20270101000000_mine.sql")
	h.remove(onShelf + "20270101000000_mine.sql")
	h.same("there and back is not the identity", before, h.content())
}

func TestAnEditSinceAnotherBackendStopsItsUndo(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(toBox)
	h.edit(inBox+first, ");\n", ");\nPACK dust;\n")
	r := h.refused(undo, generator.Options{})
	if got := places(r.Places); len(got) != 1 || got[0] != inBox+first+":2" {
		t.Errorf("the places are %v", got)
	}
}

func TestUndoingAnotherBackendListsWhatReadsDifferently(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(toBox)
	h.edit("app.txt", "walls four\n", "walls four\nsay pack tight\n")
	dry, err := undo(h, generator.Options{DryRun: true, Command: "scale test"})
	h.ok(err)
	for _, r := range []*generator.Result{dry, h.do(undo)} {
		if len(r.Differs) != 1 || r.Differs[0].Line != 5 || r.Differs[0].Backend != "shelf" {
			t.Errorf("listed are %+v", r.Differs)
		}
		if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, "lies in the box stays there; carry it to the shelf") {
			t.Errorf("the notes are %q", notes)
		}
	}
}

func TestWhatTheNewBackendReadsDifferentlyIsListed(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addModule("cellar depth:int"))
	h.edit("app.txt", "walls four\n", "say put upright\nsay do put upright\nwalls four\nsay put 'put upright' -- put upright\n")
	h.write("mine/own.txt", "say pack it\nsay put  UPRIGHT and weigh depth\n")
	h.write("neighbours/own.txt", "say put upright\n")
	h.write(onShelf+"20270101000000_mine.sql", "PUT upright;\n")
	h.write(inBox+"20270101000000_mine.sql", "\nPUT upright;\n")
	want := []string{"app.txt:4", "mine/own.txt:2", "mine/own.txt:2", inBox + "20270101000000_mine.sql:2"}

	dry, err := toBox(h, generator.Options{DryRun: true, Command: "scale test"})
	h.ok(err)
	for _, r := range []*generator.Result{dry, h.do(toBox)} {
		var got []string
		for _, d := range r.Differs {
			got = append(got, places([]generator.Place{d.Place})...)
			if d.Backend != "box" || d.Says == "" {
				t.Errorf("it says %+v", d)
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("listed are %v, want %v", got, want)
		}
		if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, "lies in the shelf stays there; carry it to the box") {
			t.Errorf("the notes are %q", notes)
		}
	}
	if text := dry.Differs[1].Text; text != "put UPRIGHT" {
		t.Errorf("the words are %q", text)
	}
	if back := h.do(toShelf); len(back.Differs) != 0 {
		t.Errorf("the way back lists %v", back.Differs)
	}
}

func TestLinesAreCountedInTheFileAsTheChangeLeavesIt(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("store.txt", "near the door\n", "near the door\nsay put upright\n")
	r, err := toBox(h, generator.Options{DryRun: true, Command: "scale test"})
	h.ok(err)
	if len(r.Differs) != 1 || r.Differs[0].Line != 4 {
		t.Errorf("listed are %v", r.Differs)
	}
	r = h.do(toBox)
	if lines := strings.Split(h.read("store.txt"), "\n"); lines[r.Differs[0].Line-1] != "say put upright" || r.Differs[0].Line != 5 {
		t.Errorf("line %d of %v", r.Differs[0].Line, lines)
	}
}

func TestScalesOwnLinesAreNotListed(t *testing.T) {
	t.Parallel()
	h := built(t)
	base := h.content()
	maps.DeleteFunc(base, func(name, _ string) bool { return !strings.HasSuffix(name, ".sql") })
	if len(base) == 0 {
		t.Fatal("the house has no migration")
	}
	if r := h.do(toBox); len(r.Differs) != 0 {
		t.Errorf("listed are %v", r.Differs)
	}
}

func TestAFileThatStaysAndDeclaresWhatComesIsRefused(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("shelf.txt", "plank\nplank", "plank\noak")
	h.stack.clashes = []generator.Place{{Path: "shelf.txt", Line: 1, Text: "plank"}}
	r := h.refused(toBox, generator.Options{})
	if got := places(r.Places); len(got) != 1 || got[0] != "shelf.txt:2" || !strings.HasPrefix(r.Next, "cp .scale/base/shelf.txt.base shelf.txt") {
		t.Errorf("the edit is not named: %v, %q", got, r.Next)
	}
	h.stack.clashes[0].Path = "mine.txt"
	if r := h.refused(toBox, generator.Options{}); len(r.Places) != 1 || !strings.Contains(r.Next, "other names") {
		t.Errorf("the place is not named: %v, %q", r.Places, r.Next)
	}
}
