package generator_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

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
