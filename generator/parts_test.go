package generator_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

func TestAPartNeedsItsPiece(t *testing.T) {
	t.Parallel()
	h := built(t)
	r := h.refused(addPart("shade", "room.paper"), generator.Options{})
	if r.What != "shade room.paper needs lamp" || r.Next != "scale add lamp" {
		t.Errorf("%s; next %q", r.What, r.Next)
	}
	h.do(addPiece("lamp", ""))
	before := h.content()
	done := h.do(addPart("shade", "room.paper", "room.cloth"))
	if want := []string{"hang cloth where it dazzles in room (candle)", "hang paper where it dazzles in room (candle)"}; !slices.Equal(done.Notes, want) {
		t.Errorf("notes %q, want %q", done.Notes, want)
	}
	if want := []string{"make light ROOM=room"}; !slices.Equal(done.Next, want) {
		t.Errorf("next %q, want %q", done.Next, want)
	}
	h.wantHas("scale.yaml", "created: 20261123081500, shades: [cloth, paper]}\n")
	h.wantHas("rooms/room/scale_gen.txt", "light in room\n    under cloth\n    under paper\n")
	h.wantHas("scale_gen.txt", "    under cloth in the room\n    under paper in the room\n")
	h.wantHas("rooms/room/paper.txt", "paper in the room\n")

	if r := h.refused(removePiece("lamp"), generator.Options{}); r.Next != "scale remove shade room.cloth room.paper" {
		t.Errorf("%s; next %q", r.What, r.Next)
	}
	h.do(removePart("shade", "room.cloth", "room.paper"))
	h.same("two parts came and went", before, h.content())
	h.do(removePiece("lamp"))
}

func TestBackendsAndOtherPiecesBringFilesToParts(t *testing.T) {
	t.Parallel()
	one := built(t)
	one.do(addPiece("lamp", "candle"))
	one.do(addPart("shade", "room.paper"))
	one.do(addPart("drawer", "room.top"))
	other := one.twin()
	steps := []op{addPiece("lamp", "bulb"), addPiece("bell", ""), addPiece("chime", ""), addPiece("store", "box")}
	for _, step := range steps {
		one.do(step)
	}
	slices.Reverse(steps)
	for _, step := range steps {
		other.do(step)
	}
	one.same("the order left a trace", one.content(), other.content())
	for name, text := range map[string]string{
		"paper.txt": "a fringe around paper", "paper_heat.txt": "paper stands the heat of a bulb", "paper_fringe.txt": "paper trembles",
		"paper_tassel.txt": "paper sounds, shade of the room", "top_drawer.txt": "a lamp for top", "top_lid.txt": "lid of a box", "top_glow.txt": "glows in the room",
	} {
		one.wantHas("rooms/room/"+name, text)
	}
	one.do(removePiece("chime"))
	one.do(addPiece("lamp", "candle"))
	for _, name := range []string{"paper_heat.txt", "paper_tassel.txt"} {
		if one.has("rooms/room/" + name) {
			t.Errorf("%s is still there", name)
		}
	}
}

func TestAModuleTakesItsPartsAlong(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPart("drawer", "room.top"))
	before := h.content()
	h.do(addModule("cellar depth:int"))
	h.do(addPart("drawer", "cellar.low"))
	h.wantHas("scale_gen.txt", "    low in the cellar\n    top in the room\n")
	h.do(removeModule("cellar"))
	h.same("a module with a part came and went", before, h.content())
}

func TestPartsWrittenByHandEqualTheCommands(t *testing.T) {
	t.Parallel()
	h, want := built(t), built(t)
	want.do(addPart("drawer", "room.low", "room.top"))
	h.edit("scale.yaml", "created: 20261123081500}", "created: 20261123081500, drawers: [low, top]}")
	if r := h.refused(addPart("drawer", "room.third"), generator.Options{}); !strings.Contains(r.Next, "scale apply") {
		t.Errorf("next %q", r.Next)
	}
	h.do(applyAll)
	h.same("a hand edit differs from the command", want.content(), h.content())

	h.edit("scale.yaml", ", drawers: [low, top]", "")
	h.do(applyAll)
	h.same("a hand edit leaves something", built(t).content(), h.content())

	h.edit("scale.yaml", "created: 20261123081500}", "created: 20261123081500, shades: [paper]}")
	if r := h.refused(applyAll, generator.Options{}); r.What != "shade room.paper needs lamp" || r.Next != "scale apply, once you add lamp in scale.yaml" {
		t.Errorf("%s; next %q", r.What, r.Next)
	}
	h.edit("scale.yaml", "shades:", "shdes:")
	if _, err := applyAll(h, generator.Options{}); err == nil || !strings.Contains(err.Error(), `unknown key "shdes"; did you mean "shades"?`) {
		t.Errorf("a misspelt key: %v", err)
	}
}

func TestNamesOfPartsAreAskedOfTheStack(t *testing.T) {
	t.Parallel()
	h := built(t)
	const want = `drawer name "cursed" cannot be used: nobody would come near it`
	var usage *generator.Usage
	if _, err := addPart("drawer", "room.top", "room.cursed")(h, generator.Options{}); !errors.As(err, &usage) || err.Error() != want {
		t.Errorf("by command: %v", err)
	}
	h.edit("scale.yaml", "created: 20261123081500}", "created: 20261123081500, drawers: [cursed]}")
	if _, err := applyAll(h, generator.Options{}); !errors.As(err, &usage) || err.Error() != "module room: "+want {
		t.Errorf("by hand: %v", err)
	}
}

func TestAPartInTheWayOfAFileNeedsAnotherName(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("lamp", ""))
	var usage *generator.Usage
	_, err := addPart("shade", "room.rules")(h, generator.Options{})
	if !errors.As(err, &usage) || err.Error() != "shade room.rules would bring rooms/room/rules.txt, and the project has a file of that name: give it another name" {
		t.Errorf("a file of a module: %v", err)
	}
	h.do(addPart("shade", "room.box"))
	r := h.refused(addPiece("store", "box"), generator.Options{})
	if r.What != "the change brings rooms/room/box.txt, and shade room.box has a file of that name" || r.Next != "scale remove shade room.box" {
		t.Errorf("%s; next %q", r.What, r.Next)
	}
	h.stack.clashes = []generator.Place{{Path: "rooms/room/rules.txt", Line: 1, Text: "room room"}}
	r = h.refused(addPart("shade", "room.rag"), generator.Options{})
	if !strings.HasPrefix(r.What, "the shade would declare what these lines declare already") || r.Next != "scale test, with another name" {
		t.Errorf("%s; next %q", r.What, r.Next)
	}
}

func TestAnEditedFileOfAPartStays(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPart("drawer", "room.top"))
	h.edit("rooms/room/top_drawer.txt", "glides on wax", "glides on soap")
	r := h.do(removePart("drawer", "room.top"))
	h.wantHas("rooms/room/top_drawer.txt", "glides on soap")
	if got := action(r, "rooms/room/top_drawer.txt"); got == "delete" {
		t.Errorf("the edited file: %s", got)
	}
	h.do(undo)
	h.wantHas("scale.yaml", "drawers: [top]")
	h.do(removePart("drawer", "room.top"))
	h.remove("rooms/room/top_drawer.txt")
	h.same("a part came and went", built(t).content(), h.content())
}

func TestLinesThatUseAPartStopItsRemoval(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPart("drawer", "room.top"))
	h.stack.used = []generator.Place{{Path: "app.txt", Line: 4, Text: "walls of top"}}
	if r := h.refused(removePart("drawer", "room.top"), generator.Options{}); len(r.Places) != 1 || !strings.Contains(r.Next, "--force") {
		t.Errorf("places %v, next %q", r.Places, r.Next)
	}
}

func TestPartsThatThereAreNotAreNamed(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPart("drawer", "room.top"))
	for want, o := range map[string]op{
		`there is no kind of parts "drower"; did you mean drawer?`: addPart("drower", "room.low"),
		`"low" names no module: write module.name`:                 addPart("drawer", "low"),
		"there is no module rom; did you mean room?":               addPart("drawer", "rom.low"),
		"module room has no drawer topp; did you mean top?":        removePart("drawer", "room.topp"),
		"module room has no shade top":                             removePart("shade", "room.top"),
	} {
		var usage *generator.Usage
		if _, err := o(h, generator.Options{}); !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
