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

// Stories 13 and 14: what a kill, a secret and a link must not lead to.

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
