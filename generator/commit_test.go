package generator_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

func TestCommitTakesExactlyThePathsOfTheChange(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.edit("README.md", "A garden.", "A garden of mine.")
	h.write("mine.txt", "not tracked yet\n")
	r, err := addPiece("bell", "")(h, generator.Options{Commit: true, Command: "scale add bell"})
	h.ok(err)
	if got := strings.TrimSpace(h.git("rev-parse", "HEAD")); got != r.Commit || got == "" {
		t.Errorf("the commit is %q, git has %q", r.Commit, got)
	}
	if got := strings.TrimSpace(h.git("log", "-1", "--format=%s")); got != "scale add bell" {
		t.Errorf("the message is %q", got)
	}
	if got := h.git("status", "--porcelain"); got != " M README.md\n?? mine.txt\n" {
		t.Errorf("git status says\n%s", got)
	}
	if got := h.git("show", "--name-only", "--format=", "HEAD"); !strings.Contains(got, "bell.txt") || strings.Contains(got, "README") {
		t.Errorf("the commit holds\n%s", got)
	}
}

func TestCommitRefusesAnIndexThatHoldsStagedChanges(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.edit("README.md", "A garden.", "A garden of mine.")
	h.git("add", "README.md")
	r := h.refused(addPiece("bell", ""), generator.Options{Commit: true})
	if !strings.Contains(r.What, "README.md") || r.Next == "" {
		t.Errorf("the refusal is %q, next %q", r.What, r.Next)
	}
	if got := h.git("status", "--porcelain"); got != "M  README.md\n" {
		t.Errorf("git status says\n%s", got)
	}
}

func TestVerifyLeavesTheProjectAloneWhenItsTestsFail(t *testing.T) {
	t.Parallel()
	needGit(t)
	h := built(t)
	h.do(addPiece("bell", ""))
	// A command that every system with git has, and that fails where a file is missing.
	h.stack.proof = [][]string{{"git", "hash-object", "bell.txt"}}
	r := h.refused(removePiece("bell"), generator.Options{Verify: true})
	if !strings.Contains(r.What, "with the change") || !strings.Contains(r.Output, "bell.txt") {
		t.Errorf("the refusal is %q with the output %q", r.What, r.Output)
	}
	result, err := addPiece("lamp", "")(h, generator.Options{Verify: true, Command: "scale add lamp"})
	h.ok(err)
	if !result.Applied || !h.has("lamp/lamp.txt") {
		t.Error("a change that passes was not made")
	}
}

func TestVerifySaysWhenTheProjectFailsAlready(t *testing.T) {
	t.Parallel()
	needGit(t)
	h := built(t)
	h.stack.proof = [][]string{{"git", "hash-object", "bell.txt"}}
	if r := h.refused(addPiece("bell", ""), generator.Options{Verify: true}); !strings.Contains(r.What, "before the change") {
		t.Errorf("the refusal is %q", r.What)
	}
}

func TestStatusShowsWhatIsInUseAndWhatWasEdited(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("lamp", "bulb"))
	h.edit("app.txt", "roof red", "roof blue")
	h.remove("README.md")
	h.write("Makefile", strings.ReplaceAll(h.read("Makefile"), "\n", "\r\n"))
	before := h.everything()
	s, err := h.generator().Status(t.Context(), h.path("rooms/room"))
	h.ok(err)
	h.same("status wrote something", before, h.everything())
	want := []generator.Drift{{Path: "README.md", What: "deleted"}, {Path: "app.txt", What: "edited"}}
	if !slices.Equal(s.Drift, want) {
		t.Errorf("the drift is %v, want %v", s.Drift, want)
	}
	if got := s.Stages[1].InUse; !slices.Equal(got, []string{"lamp (bulb)"}) {
		t.Errorf("stage 2 uses %v", got)
	}
	if len(s.Stages) != 7 || len(s.Pending) != 0 {
		t.Errorf("%d stages, pending %v", len(s.Stages), s.Pending)
	}
}

func TestStatusNamesHandEditsAndNewerTemplates(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("scale.yaml", "# stage 2 · light\n", "# stage 2 · light\nlamp: {}\n")
	h.packs = "v2"
	s, err := h.generator().Status(t.Context(), h.dir)
	h.ok(err)
	if len(s.Pending) != 2 || !strings.Contains(s.Pending[0], "scale apply") || !strings.Contains(s.Pending[1], "scale upgrade") {
		t.Errorf("pending: %q", s.Pending)
	}
}

func TestTheShapeOfStatusAndListInJSONIsStable(t *testing.T) {
	t.Parallel()
	h := built(t)
	s, err := h.generator().Status(t.Context(), h.dir)
	h.ok(err)
	wantKeys(t, s, "dir", "drift", "modules", "name", "pending", "stack", "stages")
	wantKeys(t, s.Stages[0], "available", "brings", "feels", "in_use", "number", "title")
	wantKeys(t, s.Modules[0], "fields", "name")
	wantKeys(t, generator.Drift{}, "path", "what")
	wantKeys(t, generator.Place{}, "line", "path", "text")
	c, err := h.generator().List()
	h.ok(err)
	wantKeys(t, c, "pieces", "stacks")
	wantKeys(t, c.Pieces[0], "always", "backends", "name", "options", "stage", "summary", "title")
}

func wantKeys(t *testing.T, value any, want ...string) {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, want) {
		t.Errorf("%T has the keys %v, want %v", value, got, want)
	}
}

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
