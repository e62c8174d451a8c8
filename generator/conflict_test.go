package generator_test

import (
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

// torn is a project whose upgrade cannot merge compose.yaml: both sides changed the image.
func torn(h *house) *house {
	h.Helper()
	h.edit("compose.yaml", "image: villa:1", "image: mine:1")
	h.packs = "v2"
	return h
}

func TestAConflictByDefaultWritesNothingAndNamesThePlace(t *testing.T) {
	t.Parallel()
	h := torn(built(t))
	r := h.refused(upgrade, generator.Options{})
	if len(r.Conflicts) != 1 || r.Conflicts[0].Path != "compose.yaml" || len(r.Conflicts[0].Merge.Conflicts) != 1 {
		t.Fatalf("the conflicts are %v", r.Conflicts)
	}
	if line := r.Conflicts[0].Merge.Conflicts[0].Line; line != 6 {
		t.Errorf("the line is %d, want 6, where the image stands", line)
	}
	if !strings.Contains(r.Next, "--conflict=markers") {
		t.Errorf("the way out is %q", r.Next)
	}
}

func TestMarkersLeaveWhatGitLeavesInAMerge(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	torn(h)
	h.commit("my image")
	r, err := upgrade(h, generator.Options{Markers: true, Command: "scale upgrade"})
	h.ok(err)
	if !r.Applied || r.Conflicts != 1 {
		t.Errorf("applied %v with %d conflicts, want 1", r.Applied, r.Conflicts)
	}
	for _, text := range []string{"<<<<<<< ", "image: mine:1", "=======", "image: villa:2", ">>>>>>> ", "9090"} {
		h.wantHas("compose.yaml", text)
	}
	h.wantHas("app.txt", "chimney one")
	if status := h.git("status", "--porcelain"); !strings.Contains(status, "UU compose.yaml\n") {
		t.Errorf("git does not know the conflict:\n%s", status)
	}
	var stages []string
	for line := range strings.Lines(h.git("ls-files", "-u")) {
		stages = append(stages, strings.Fields(line)[2])
	}
	if strings.Join(stages, " ") != "1 2 3" {
		t.Errorf("the index has stages %v, want 1 2 3", stages)
	}
	for stage, text := range map[string]string{"1": "image: villa:1", "2": "image: mine:1", "3": "image: villa:2"} {
		if got := h.git("show", ":"+stage+":compose.yaml"); !strings.Contains(got, text) {
			t.Errorf("stage %s lacks %q:\n%s", stage, text, got)
		}
	}
}

func TestTheNextChangeWaitsUntilGitKnowsTheConflictIsResolved(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	torn(h)
	h.commit("my image")
	_, err := upgrade(h, generator.Options{Markers: true, Command: "scale upgrade"})
	h.ok(err)
	for name, o := range map[string]op{"add": addPiece("lamp", ""), "apply": applyAll, "upgrade": upgrade} {
		if r := h.refused(o, generator.Options{}); !strings.Contains(r.Next, "git add compose.yaml") {
			t.Errorf("%s: the next command is %q", name, r.Next)
		}
	}
	h.resolve()
	_ = h.refused(addPiece("lamp", ""), generator.Options{})
	h.git("add", "compose.yaml")
	h.do(addPiece("lamp", ""))
	h.wantHas("compose.yaml", "image: mine:2")
}

// resolve is what a person makes of the two images.
func (h *house) resolve() {
	h.Helper()
	text := h.read("compose.yaml")
	from, to := strings.Index(text, "<<<<<<<"), strings.Index(text, ">>>>>>>")
	if from < 0 || to < from {
		h.Fatalf("no markers in\n%s", text)
	}
	end := to + strings.Index(text[to:], "\n") + 1
	h.write("compose.yaml", text[:from]+"    image: mine:2\n"+text[end:])
}

func TestWithoutGitTheNextChangeWaitsUntilTheFileChanged(t *testing.T) {
	t.Parallel()
	h := torn(built(t))
	_, err := upgrade(h, generator.Options{Markers: true, Command: "scale upgrade"})
	h.ok(err)
	r := h.refused(addPiece("lamp", ""), generator.Options{})
	if !strings.Contains(r.What, "compose.yaml") {
		t.Errorf("the file is not named: %s", r.What)
	}
	h.resolve()
	h.do(addPiece("lamp", ""))
	h.wantHas("compose.yaml", "image: mine:2")
	h.wantHas("compose.yaml", "LAMP: lit")
}

func TestAHandEditInAFileOfScalesIsAConflict(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.edit("scale_gen.txt", "  room\n", "  room\n  secret room\n")
	r := h.refused(addPiece("lamp", ""), generator.Options{})
	if !strings.Contains(r.Next, ".scale/base/scale_gen.txt.base") {
		t.Errorf("the way out is %q", r.Next)
	}
	h.write("scale_gen.txt", h.read(".scale/base/scale_gen.txt.base"))
	h.do(addPiece("lamp", ""))
}

func TestADryRunReportsConflictsAsTheCommandWould(t *testing.T) {
	t.Parallel()
	h := torn(built(t))
	_ = h.refused(upgrade, generator.Options{DryRun: true})
	before := h.everything()
	r, err := upgrade(h, generator.Options{DryRun: true, Markers: true})
	h.ok(err)
	if r.Applied || len(r.Plan.Problems()) != 1 {
		t.Errorf("applied %v with %d problems", r.Applied, len(r.Plan.Problems()))
	}
	h.same("a dry run wrote something", before, h.everything())
}

func TestAWrongBaselineStopsEveryCommand(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.write(".scale/base/app.txt.base", "not what scale wrote\n")
	for _, o := range []op{addPiece("lamp", ""), applyAll, upgrade} {
		if r := h.refused(o, generator.Options{}); !strings.Contains(r.What, ".scale/base/app.txt.base") || r.Next == "" {
			t.Errorf("the fault is %q, next %q", r.What, r.Next)
		}
	}
}

func TestUndoKeepsLinesEditedSince(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("bell", ""))
	h.edit("compose.yaml", "restart: always", "restart: never")
	h.do(undo)
	h.wantHas("compose.yaml", "restart: never")
	h.wantLacks("compose.yaml", "bell")
	if h.has("bell.txt") {
		t.Error("a file that nobody edited is still there")
	}
}

func TestUndoThatWouldLoseAnEditIsRefusedWhole(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addPiece("bell", ""))
	h.edit("compose.yaml", "image: bell:1", "image: bell:9")
	r := h.refused(undo, generator.Options{})
	if len(r.Conflicts) != 1 || r.Conflicts[0].Path != "compose.yaml" {
		t.Errorf("the place is not named: %v", r.Conflicts)
	}
}
