package generator_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

// The stories that break naive engines, one test each, in the order of docs/ARCHITECTURE.md. Story 15 has a file of its
// own.

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

func TestStory13AFileSavedAfterAKillKeepsTheEdit(t *testing.T) {
	t.Parallel()
	// The journal as a killed process leaves it: committed, nothing of it carried out.
	for _, saved := range []string{"compose.yaml", "scale_gen.txt", "bell.txt"} {
		t.Run(saved, func(t *testing.T) {
			h := interrupted(t, addPiece("bell", ""))
			h.write(saved, "saved after the kill\n")
			r := h.do(applyAll)
			if !strings.Contains(r.Recovered, "interrupted") || !strings.Contains(r.Recovered, saved) {
				t.Errorf("recovery says %q", r.Recovered)
			}
			h.wantHas(saved, "saved after the kill")
		})
	}
}

func TestStory13AnInterruptedCommandIsFinished(t *testing.T) {
	t.Parallel()
	h := interrupted(t, addPiece("bell", ""))
	whole := built(t)
	whole.do(addPiece("bell", ""))
	r := h.do(applyAll)
	if !strings.Contains(r.Recovered, "finished `scale test`") {
		t.Errorf("recovery says %q", r.Recovered)
	}
	h.same("a finished command differs from one that was not interrupted", whole.content(), h.content())
}

func TestStory13AFileSavedWhenAllWasSwitchedKeepsTheEdit(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("bell", ""))
	h.ok(os.Rename(h.path(".scale/undo"), h.path(".scale/txn")))
	h.edit("compose.yaml", "restart: always", "restart: never")
	r := h.do(applyAll)
	if !strings.Contains(r.Recovered, "finished") {
		t.Errorf("recovery says %q", r.Recovered)
	}
	h.wantHas("compose.yaml", "restart: never")
	h.wantHas("compose.yaml", "image: bell:1")
	h.do(undo)
	h.wantHas("compose.yaml", "restart: never")
	if h.has("bell.txt") {
		t.Error("undo after a recovery left a file")
	}
}

// interrupted is a new project on which a command was killed right after its journal was committed: the journal is the
// real one of the command, and the files are as before it.
func interrupted(t *testing.T, o op) *house {
	t.Helper()
	h := built(t)
	run := h.twin()
	run.do(o)
	h.ok(os.CopyFS(h.path(".scale/txn"), os.DirFS(run.path(".scale/undo"))))
	for _, mark := range []string{"ready", "back"} {
		if err := os.Remove(h.path(".scale/txn/" + mark)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return h
}

func TestStory14TheSecretFileIsNeverReadOrWritten(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write(".env", "KEY=secret\n")
	h.do(addPiece("lamp", ""))
	h.packs = "v2"
	h.do(upgrade)
	h.do(removePiece("lamp"))
	h.wantHas(".env", "KEY=secret\n")
	for name, text := range h.everything() {
		if name != ".env" && strings.Contains(text, "secret") {
			t.Errorf("%s holds what stood in .env", name)
		}
	}
	h.remove(".env")
	h.do(addPiece("lamp", ""))
	h.wantHas(".env", "newly-made")
}

func TestStory14ALinkThatLeadsOutsideIsNotFollowed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Log("links need a privilege on Windows; the engine's own tests cover them through its disk")
		return
	}
	h := built(t)
	outside := filepath.Join(t.TempDir(), "outside.txt")
	h.ok(os.WriteFile(outside, []byte(h.read("compose.yaml")), 0o644))
	h.remove("compose.yaml")
	h.ok(os.Symlink(outside, h.path("compose.yaml")))
	h.do(addPiece("fog", "")) // renders the same compose.yaml
	_ = h.refused(addPiece("bell", ""), generator.Options{})
	data, err := os.ReadFile(outside)
	h.ok(err)
	if strings.Contains(string(data), "bell") {
		t.Error("a file outside the project was written through a link")
	}
}
