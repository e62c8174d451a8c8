package generator_test

import (
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

func TestNewerTemplatesComeWithUpgradeAndNothingElse(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.packs = "v2"
	changes := map[string]op{
		"add piece": addPiece("lamp", ""), "add module": addModule("shed width:int"), "add field": addField("room.lock:string"),
		"remove module": removeModule("room"), "apply": applyAll,
	}
	for name, o := range changes {
		r := h.refused(o, generator.Options{})
		if r.Next != "scale upgrade" || !strings.Contains(r.What, "newer templates") {
			t.Errorf("%s: %s. Next: %s", name, r.What, r.Next)
		}
	}
	if r := h.do(upgrade); !r.Applied {
		t.Error("the upgrade did nothing")
	}
	h.do(addPiece("lamp", ""))
}

func TestAnUpgradeWithNothingNewChangesNothing(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.packs = "v2"
	h.do(upgrade)
	before := h.content()
	if r := h.do(upgrade); r.Applied {
		t.Error("an upgrade with nothing new was applied")
	}
	h.same("an upgrade with nothing new wrote something", before, h.content())
}

func TestAnUpgradedProjectEqualsOneMadeWithTheNewTemplates(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("lamp", "bulb"))
	h.do(addField("room.lock:string"))
	h.packs = "v2"
	h.do(upgrade)

	want := start(t, true)
	want.dir, want.packs = want.dir+"2", "v2"
	rebuilt(t, want)
	got, made := h.content(), want.content()
	// What is written once stays as it was: the secret and the migrations, which have run.
	for _, name := range []string{".env", ".scale/base/SUM"} {
		delete(got, name)
		delete(made, name)
	}
	for name := range got {
		if strings.Contains(name, "/migrations/") {
			delete(got, name)
			delete(made, name)
		}
	}
	h.same("an upgraded project differs from a new one", made, got)
}

// rebuilt makes the project of the test above with the templates that h names.
func rebuilt(t *testing.T, h *house) {
	t.Helper()
	_, err := h.generator().Init(t.Context(), generator.InitOptions{Dir: h.dir, Name: "villa", NoGit: true})
	h.ok(err)
	h.do(addPiece("lamp", "bulb"))
	h.do(addField("room.lock:string"))
}

func TestAnUpgradeMergesIntoEditedFiles(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("app.txt", "walls four", "walls five")
	h.edit("rooms/room/rules.txt", "  keep it tidy\n", "  no shoes\n  keep it tidy\n")
	h.edit("docs/old.md", "Clay is cheap.", "Clay is warm.")
	h.packs = "v2"
	r := h.do(upgrade)
	h.wantHas("app.txt", "walls five")
	h.wantHas("app.txt", "chimney one")
	h.wantHas("rooms/room/rules.txt", "  no shoes\n  keep it tidy\n  knock first\n")
	if got := action(r, "docs/old.md"); got != "yours" {
		t.Errorf("an edited file that the new templates lack is reported as %q", got)
	}
	h.wantHas("docs/old.md", "Clay is warm.")
	h.wantHas("docs/new.md", "brick")
}

func TestAnUpgradeLeavesMigrationsAlone(t *testing.T) {
	t.Parallel()
	h := built(t)
	name := "rooms/room/migrations/20261123081500_create_rooms.sql"
	before := h.read(name)
	h.packs = "v2"
	h.do(upgrade)
	if h.read(name) != before {
		t.Error("a migration that may have run was rewritten")
	}
	h.do(addModule("shed width:int"))
	h.wantHas("rooms/shed/migrations/20261123081501_create_sheds.sql", "timestamp")
}

func TestAnUpgradeLeavesHandEditsOfTheManifestForApply(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("scale.yaml", "# stage 2 · light\n", "# stage 2 · light\nlamp: {backend: bulb}\n")
	h.packs = "v2"
	h.do(upgrade)
	h.wantHas("scale.yaml", "lamp: {backend: bulb}")
	if h.has("lamp/lamp.txt") {
		t.Error("the upgrade brought a piece along")
	}
	h.do(applyAll)
	h.wantHas("lamp/lamp.txt", "shade glass")
}

func TestUndoTakesBackAnUpgrade(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("app.txt", "walls four", "walls five")
	before := h.content()
	h.packs = "v2"
	h.do(upgrade)
	h.do(undo)
	h.same("undo of an upgrade", before, h.content())
}
