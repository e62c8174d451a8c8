package generator_test

import (
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

// The stories that break naive engines, in their order. Those from 13 on have files of their own.

func TestStory1AnEditedPieceFileIsKeptWhenItsPieceGoes(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("lamp", "candle"))
	h.edit("lamp/lamp.txt", "shade paper", "shade linen")
	r := h.do(removePiece("lamp"))
	if got := action(r, "lamp/lamp.txt"); got != "yours" {
		t.Errorf("the edited file is reported as %q", got)
	}
	h.wantHas("lamp/lamp.txt", "shade linen")
	if h.has("lamp/wick.txt") || h.has("mk/lamp.mk") || h.has(".scale/base/lamp/lamp.txt.base") {
		t.Error("what nobody edited is still there")
	}
}

func TestStory1AFolderWithFilesOfTheUserStays(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addModule("cellar depth:int"))
	h.write("rooms/cellar/mine.txt", "wine\n")
	h.do(removeModule("cellar"))
	h.wantHas("rooms/cellar/mine.txt", "wine")
	if h.has("rooms/cellar/rules.txt") || h.has("rooms/cellar/migrations") {
		t.Error("files of scale's, or folders they left empty, are still there")
	}
}

func TestStory2ADeletedFileStaysDeleted(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.remove("README.md")
	h.packs = "v2"
	if got := action(h.do(upgrade), "README.md"); got != "deleted" {
		t.Errorf("the deleted file is reported as %q", got)
	}
	if h.has("README.md") {
		t.Error("the deleted file is back")
	}
	h.do(addPiece("lamp", ""))
	if h.has("README.md") {
		t.Error("the deleted file is back after the next command")
	}
}

func TestStory2AMovedFileIsNamed(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write("notes/compose.yaml", h.read("compose.yaml"))
	h.remove("compose.yaml")
	h.packs = "v2"
	for _, e := range h.do(upgrade).Plan.Entries {
		if e.Path == "compose.yaml" && !strings.Contains(e.Note, "notes/compose.yaml") {
			t.Errorf("the note does not name where it went: %q", e.Note)
		}
	}
}

func TestStory3AFileOfTheUsersBlocksAnAdd(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write("lamp/lamp.txt", "mine\n")
	r := h.refused(addPiece("lamp", ""), generator.Options{})
	if !strings.Contains(r.Next, "lamp_mine.txt") || len(r.Conflicts) != 1 {
		t.Errorf("the way out is %q for %d files", r.Next, len(r.Conflicts))
	}
	_ = h.refused(addPiece("lamp", ""), generator.Options{Markers: true})
}

func TestStory3IdenticalBytesAreAdopted(t *testing.T) {
	t.Parallel()
	h, other := built(t), built(t)
	h.do(addPiece("bell", ""))
	other.write("bell.txt", "ding\n")
	if got := action(other.do(addPiece("bell", "")), "bell.txt"); got != "adopt" {
		t.Errorf("the identical file is reported as %q", got)
	}
	h.same("an adopted file differs from a written one", h.content(), other.content())
}

func TestStory4ADeletedPlaceForThePieceIsAConflict(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.remove("scale_gen.txt")
	r := h.refused(addPiece("lamp", ""), generator.Options{})
	if len(r.Conflicts) != 1 || r.Conflicts[0].Path != "scale_gen.txt" {
		t.Errorf("the place is not named: %v", r.Conflicts)
	}
	h.write("scale_gen.txt", h.read(".scale/base/scale_gen.txt.base"))
	h.do(addPiece("lamp", ""))
}

func TestStory4ALineThatCallsScalesFilesAndIsGoneIsNamed(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.stack.unhooked = []generator.Place{{Path: "app.txt", Line: 3, Text: "open scale_gen.txt"}}
	r := h.refused(addPiece("lamp", ""), generator.Options{})
	if len(r.Places) != 1 || !strings.Contains(r.Next, "app.txt") {
		t.Errorf("the place is not named: %v, %q", r.Places, r.Next)
	}
	_ = h.refused(addPiece("lamp", ""), generator.Options{Markers: true})
}

func TestStory5TheSameLineElsewhereStays(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addField("room.lock:string"))
	h.edit("rooms/room/rules.txt", "  keep it tidy\n", "  keep it tidy\n  lock is string, may be absent\n")
	h.edit("compose.yaml", "volumes:", "x-own:\n  bell:\n    image: bell:1\n\nvolumes:")
	h.do(addPiece("bell", ""))
	h.do(removePiece("bell"))
	h.wantHas("compose.yaml", "x-own:\n  bell:\n    image: bell:1\n\nvolumes:")
	if got := strings.Count(h.read("compose.yaml"), "bell:1"); got != 1 {
		t.Errorf("%d lines of the bell are left, want the user's one", got)
	}
	if got := strings.Count(h.read("rooms/room/rules.txt"), "lock is string"); got != 2 {
		t.Errorf("%d lines about the lock, want 2", got)
	}
}

func TestStory6AFixMadeByHandMergesWithTheSameFix(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("app.txt", "greet hello", "greet good day")
	h.edit("app.txt", "windows two", "windows nine")
	h.packs = "v2"
	h.do(upgrade)
	for _, line := range []string{"greet good day", "windows nine", "chimney one"} {
		if got := strings.Count(h.read("app.txt"), line); got != 1 {
			t.Errorf("%q stands %d times", line, got)
		}
	}
}

func TestStory7ACheckoutInCRLFStaysSo(t *testing.T) {
	t.Parallel()
	h := built(t)
	lf := h.twin()
	for name, text := range h.content() {
		if !strings.HasPrefix(name, ".scale/") && name != ".env" {
			h.write(name, strings.ReplaceAll(text, "\n", "\r\n"))
		}
	}
	h.edit("README.md", "A garden.", "A wild garden.")
	lf.edit("README.md", "A garden.", "A wild garden.")
	for _, o := range []op{addField("room.lock:string"), addPiece("bell", ""), addPiece("store", "box")} {
		h.do(o)
		lf.do(o)
	}
	want := lf.content()
	for name, text := range h.content() {
		if back := strings.ReplaceAll(text, "\r\n", "\n"); back != want[name] {
			t.Errorf("%s says something else than in LF:\n%s", name, text)
		}
		was := name == "README.md" || name == "compose.yaml" || name == "rooms/room/rules.txt" || name == "api/room.yaml" || name == "scale.yaml"
		if was && strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Errorf("%s has mixed line endings", name)
		}
	}
}

func TestStory8AppendingToAFileWithoutFinalNewlineMakesTwoLines(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write(".env.example", strings.TrimRight(h.read(".env.example"), "\n"))
	h.edit("scale.yaml", "# any time · weather\n", "# any time · weather")
	h.do(addPiece("lamp", "candle"))
	h.do(addPiece("fog", ""))
	h.wantHas(".env.example", "LAMP=candle\n")
	h.wantHas(".env.example", "LAMP=candle\n\n# who lives here\nOWNER=")
	h.wantHas("scale.yaml", "# any time · weather\nfog: {}")
}

func TestStory9AnOwnServiceOfTheSameNameIsAConflict(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("compose.yaml", "services:\n", "services:\n  bell:\n    image: mine:1\n")
	r := h.refused(addPiece("bell", ""), generator.Options{})
	if len(r.Conflicts) != 1 || r.Conflicts[0].Path != "compose.yaml" {
		t.Errorf("the file is not named: %v", r.Conflicts)
	}
}

func TestStory10PortsOfBothSidesAndOneImageConflict(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("compose.yaml", "      - \"8081:8081\"\n", "      - \"8081:8081\"\n      - \"7070:7070\"\n")
	ports := h.twin()
	h.edit("compose.yaml", "image: villa:1", "image: mine:1")
	ports.packs, h.packs = "v2", "v2"
	ports.do(upgrade)
	for _, port := range []string{"7070", "8080", "8081", "9090"} {
		ports.wantHas("compose.yaml", port)
	}
	r := h.refused(upgrade, generator.Options{})
	if len(r.Conflicts) != 1 || len(r.Conflicts[0].Merge.Conflicts) != 1 {
		t.Fatalf("want the image as the only conflict: %v", r.Conflicts)
	}
	h.edit("compose.yaml", "image: mine:1", "image: villa:1")
	h.do(upgrade)
}

func TestStory11AMovedBlockIsNeverThereTwice(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("app.txt", "greet hello\n", "")
	h.edit("app.txt", "close scale_gen.txt\n", "close scale_gen.txt\ngreet hello\n")
	h.packs = "v2"
	h.try(upgrade)
	if got := strings.Count(h.read("app.txt"), "greet "); got != 1 {
		t.Errorf("%d greetings:\n%s", got, h.read("app.txt"))
	}
}

func TestStory11AReformattedBlockIsNeverThereTwice(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("bell", ""))
	h.edit("compose.yaml", "  bell:\n    image: bell:1\n", "  bell: {image: \"bell:1\"}\n")
	h.try(removePiece("bell"))
	h.try(addPiece("bell", ""))
	if got := strings.Count(h.read("compose.yaml"), "bell:1"); got != 1 {
		t.Errorf("%d bells:\n%s", got, h.read("compose.yaml"))
	}
}

func TestStory12AnUpgradeThatCannotMergeIsOfferedAgain(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("compose.yaml", "image: villa:1", "image: mine:1")
	h.packs = "v2"
	for range 2 {
		_ = h.refused(upgrade, generator.Options{})
		if r := h.refused(addPiece("lamp", ""), generator.Options{}); r.Next != "scale upgrade" {
			t.Errorf("the next command is %q", r.Next)
		}
	}
	h.edit("compose.yaml", "image: mine:1", "image: villa:1")
	h.do(upgrade)
	h.wantHas("compose.yaml", "image: villa:2")
	h.do(addPiece("lamp", ""))
}
