package generator_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

func TestPiecesThatDoNotFitTogetherAreRefused(t *testing.T) {
	t.Parallel()
	h := built(t)
	if r := h.refused(addPiece("mirror", ""), generator.Options{}); r.Next != "scale add lamp" {
		t.Errorf("a missing piece: next %q", r.Next)
	}
	h.do(addPiece("lamp", ""))
	h.do(addPiece("mirror", ""))
	if r := h.refused(removePiece("lamp"), generator.Options{}); r.Next != "scale remove mirror" {
		t.Errorf("a piece that another needs: next %q", r.Next)
	}
	h.do(addPiece("horn", ""))
	if r := h.refused(addPiece("fog", ""), generator.Options{}); r.Next != "scale remove horn" {
		t.Errorf("a conflicting piece: next %q", r.Next)
	}
}

func TestAHandEditThatDoesNotFitIsMendedByHand(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("scale.yaml", "# stage 4 · glass\n", "# stage 4 · glass\nmirror: {}\n")
	// No other command runs before apply does, so naming one would lead in a circle.
	if r := h.refused(applyAll, generator.Options{}); r.Next != "scale apply, once you add lamp in scale.yaml" {
		t.Errorf("next %q", r.Next)
	}
}

func TestAHiddenPieceStaysWhileAnyPieceRequiresIt(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("bell", ""))
	h.do(addPiece("horn", ""))
	h.do(removePiece("bell"))
	if !h.has("wire.txt") {
		t.Error("the hidden piece is gone although horn requires it")
	}
	h.do(removePiece("horn"))
	if h.has("wire.txt") {
		t.Error("the hidden piece is still there")
	}
}

func TestWhatAPieceLeavesInTheDatabaseIsNamed(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("lamp", "bulb"))
	h.do(addModule("cellar depth:int"))
	if r := h.do(removeModule("cellar")); slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "SNUFF") }) {
		t.Errorf("a module's removal names what the piece leaves: %q", r.Notes)
	}
	r := h.do(removePiece("lamp"))
	if !slices.Contains(r.Notes, "the tables of lamp stay; to drop them: SNUFF bulb;") {
		t.Errorf("got %q", r.Notes)
	}
}

func TestLinesOfTheUsersThatUseWhatGoesStopARemoval(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addModule("cellar depth:int"))
	h.stack.used = []generator.Place{{Path: "app.txt", Line: 4, Text: "walls of cellar"}}
	r := h.refused(removeModule("cellar"), generator.Options{})
	if len(r.Places) != 1 || !strings.Contains(r.Next, "--force") {
		t.Errorf("places %v, next %q", r.Places, r.Next)
	}
	_, err := removeModule("cellar")(h, generator.Options{Force: true, Command: "scale remove module cellar"})
	h.ok(err)
}

func TestHandEditsOfTheManifestWaitForApply(t *testing.T) {
	t.Parallel()
	h := built(t)
	want := built(t)
	want.do(addPiece("lamp", "bulb"))
	want.do(addModule("shed width:int:index"))
	h.edit("scale.yaml", "# stage 2 · light\n", "# stage 2 · light\nlamp: {backend: bulb}\n")
	h.edit("scale.yaml", "store:", "  shed: {fields: [width:int:index]}\nstore:")
	if r := h.refused(addPiece("bell", ""), generator.Options{}); !strings.Contains(r.Next, "scale apply") {
		t.Errorf("next %q", r.Next)
	}
	h.do(applyAll)
	h.same("a hand edit differs from the commands", want.content(), h.content())
}
