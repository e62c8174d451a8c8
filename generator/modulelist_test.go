package generator_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

// lit reports for which of these modules the lamp has brought its file and its line in a file of scale's.
func (h *house) lit(names ...string) string {
	h.Helper()
	var all []string
	for _, name := range names {
		file := h.has("rooms/" + name + "/lit.txt")
		if line := strings.Contains(h.read("rooms/"+name+"/scale_gen.txt"), "light in "+name); line != file {
			h.Errorf("%s: the file is there: %v, the line: %v", name, file, line)
		}
		if file {
			all = append(all, name)
		}
	}
	return strings.Join(all, " ")
}

func TestAPieceBringsToModulesOnlyWhatItsListSays(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addModule("cellar depth:int"))
	h.do(addModule("attic height:int"))
	for _, c := range []struct{ set, line, want string }{
		{"", "lamp: {backend: candle}", "attic cellar room"},
		{"room, cellar,room", `lamp: {backend: candle, rooms: "cellar,room"}`, "cellar room"},
		{"attic", "lamp: {backend: candle, rooms: attic}", "attic"},
		{"all", "lamp: {backend: candle, rooms: all}", "attic cellar room"},
	} {
		if c.set == "" {
			h.do(addPiece("lamp", ""))
		} else {
			h.do(addPiece("lamp", "", "rooms", c.set))
		}
		if got := h.lit("attic", "cellar", "room"); got != c.want {
			t.Errorf("%q: lit are %q, want %q", c.set, got, c.want)
		}
		h.wantHas("scale.yaml", c.line+"\n")
	}
}

func TestModulesThatComeLaterAreInTheListOfAllOnly(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]string{"all": "cellar room", "room": "room"} {
		h := built(t)
		h.do(addPiece("lamp", "", "rooms", list))
		before := h.content()
		h.do(addModule("cellar depth:int"))
		if got := h.lit("cellar", "room"); got != want {
			t.Errorf("%s: lit are %q, want %q", list, got, want)
		}
		h.do(removeModule("cellar"))
		h.same("a module came and went", before, h.content())
	}
}

func TestARemovedModuleLeavesTheLists(t *testing.T) {
	t.Parallel()
	h := built(t)
	h.do(addModule("cellar depth:int"))
	one := h.twin()
	one.do(addPiece("lamp", "", "rooms", "cellar"))
	h.do(addPiece("lamp", "", "rooms", "cellar,room"))
	h.do(removeModule("room"))
	one.do(removeModule("room"))
	h.same("the list is another than without the module", one.content(), h.content())

	var usage *generator.Usage
	_, err := removeModule("cellar")(h, generator.Options{})
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), "scale remove lamp comes first") {
		t.Errorf("the last module of a list: %v", err)
	}
}

func TestAListNamesOnlyModulesThatAreThere(t *testing.T) {
	t.Parallel()
	h := built(t)
	var usage *generator.Usage
	_, err := addPiece("lamp", "", "rooms", "rom")(h, generator.Options{})
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), "did you mean room?") {
		t.Errorf("by command: %v", err)
	}
	h.do(addPiece("lamp", "", "rooms", "room"))
	h.edit("scale.yaml", "rooms: room", "rooms: rom")
	if _, err = applyAll(h, generator.Options{}); err == nil || !strings.Contains(err.Error(), `rooms of lamp names "rom", which is no module here`) {
		t.Errorf("by hand: %v", err)
	}
}
