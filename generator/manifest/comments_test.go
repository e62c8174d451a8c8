package manifest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator/manifest"
)

func TestCommentsSurviveEveryEdit(t *testing.T) {
	edits := map[string]manifest.Edit{
		"add the first module": manifest.AddModule("aaa", []manifest.Field{field(t, "x:int")}), "add a module between": manifest.AddModule("cellar", []manifest.Field{field(t, "x:int")}),
		"add the last module": manifest.AddModule("zoo", []manifest.Field{field(t, "x:int")}), "add a field in flow style": manifest.AddField("attic", field(t, "x:int")),
		"add a field in block style": manifest.AddField("room", field(t, "x:int")), "add an index to a quoted field": manifest.AddIndex("room", "mood"),
		"remove a module in flow style": manifest.RemoveModule("attic"), "remove a module in block style": manifest.RemoveModule("room"),
		"change a backend": manifest.SetPiece("store", manifest.Piece{Backend: "box"}), "add a piece": manifest.SetPiece("lamp", manifest.Piece{Backend: "bulb"}),
		"add a piece at any time": manifest.SetPiece("fog", manifest.Piece{}), "remove a piece": manifest.RemovePiece("store"),
	}
	for name, e := range edits {
		for ending, text := range map[string]string{"LF": commented, "CRLF": strings.ReplaceAll(commented, "\n", "\r\n")} {
			t.Run(name+" "+ending, func(t *testing.T) {
				got := string(edited(t, parsed(t, text), e).Bytes())
				for line := range strings.Lines(text) {
					if _, comment, found := strings.Cut(strings.TrimSpace(line), "#"); found && strings.Count(got, comment) != 1 {
						t.Errorf("the comment %q is lost or doubled:\n%s", comment, got)
					}
				}
				if ending == "CRLF" && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
					t.Errorf("mixed line endings: %q", got)
				}
			})
		}
	}
}

func TestAnEditChangesOnlyItsOwnLines(t *testing.T) {
	cases := map[string]struct {
		edit  manifest.Edit
		lines []string // those that are not in the text before
	}{
		"a module":               {manifest.AddModule("cellar", []manifest.Field{field(t, "x:int"), field(t, "y:enum(a,b)")}), []string{`  cellar: {fields: [x:int, "y:enum(a,b)"], created: 20261123120000}`}},
		"a field in flow style":  {manifest.AddField("attic", field(t, "x:int")), []string{"  attic: {fields: [beam:string:index, x@20261123120000:int:optional], created: 20261123081500} # under the roof"}},
		"a field in block style": {manifest.AddField("room", field(t, "x:enum(a,b)")), []string{`      - "x@20261123120000:enum(a,b):optional"`}},
		"an index":               {manifest.AddIndex("room", "mood"), []string{`      - "mood:enum(good,bad):index@20261123120000" # two moods`}},
		"a backend":              {manifest.SetPiece("store", manifest.Piece{Backend: "box"}), []string{"store: {backend: box} # wood"}},
		"a piece":                {manifest.SetPiece("lamp", manifest.Piece{Backend: "bulb", Options: map[string]string{"height": "3", "colour": "red"}}), []string{`lamp: {backend: bulb, colour: red, height: 3}`}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before := slices.Collect(strings.Lines(commented))
			var fresh []string
			for line := range strings.Lines(string(edited(t, parsed(t, commented), c.edit).Bytes())) {
				if !slices.Contains(before, line) {
					fresh = append(fresh, strings.TrimSuffix(line, "\n"))
				}
			}
			if !slices.Equal(fresh, c.lines) {
				t.Errorf("the new lines are %q, want %q", fresh, c.lines)
			}
		})
	}
}

func TestAddingAndRemovingGivesBackTheBytes(t *testing.T) {
	fresh, err := manifest.New("villa", "go", "villa", toySchema)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"new": string(fresh.Bytes()), "commented": commented, "CRLF": strings.ReplaceAll(commented, "\n", "\r\n"),
		"modules in braces":  strings.Replace(string(fresh.Bytes()), "modules:", "modules: {}", 1),
		"no final newline":   strings.TrimSuffix(commented, "\n"),
		"a piece in a block": strings.Replace(commented, "# no lamp yet\n", "mirror:\n  {}\n", 1),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			d := parsed(t, text)
			for what, pair := range map[string][2]manifest.Edit{
				"module": {manifest.AddModule("cellar", []manifest.Field{field(t, "x:int")}), manifest.RemoveModule("cellar")},
				"lamp":   {manifest.SetPiece("lamp", manifest.Piece{Backend: "bulb"}), manifest.RemovePiece("lamp")},
				"fog":    {manifest.SetPiece("fog", manifest.Piece{}), manifest.RemovePiece("fog")},
			} {
				got := string(edited(t, d, pair[0], pair[1]).Bytes())
				if strings.TrimSuffix(got, "\n") != strings.TrimSuffix(text, "\n") && name != "modules in braces" {
					t.Errorf("%s: got\n%s", what, got)
				}
			}
		})
	}
}

func TestPiecesAndModulesStandSortedWhateverTheOrder(t *testing.T) {
	d, err := manifest.New("villa", "go", "villa", toySchema)
	if err != nil {
		t.Fatal(err)
	}
	edits := []manifest.Edit{
		manifest.SetPiece("mirror", manifest.Piece{}), manifest.SetPiece("candle", manifest.Piece{}), manifest.SetPiece("lamp", manifest.Piece{Backend: "bulb"}), manifest.SetPiece("fog", manifest.Piece{}),
	}
	want := string(edited(t, d, edits...).Bytes())
	slices.Reverse(edits)
	if got := string(edited(t, d, edits...).Bytes()); got != want {
		t.Errorf("another order gave\n%s, want\n%s", got, want)
	}
	if !strings.Contains(want, "# stage 2 · light\ncandle: {}\nlamp: {backend: bulb}\nmirror: {}\n\n# any time") {
		t.Errorf("the pieces of a stage are not sorted below its heading:\n%s", want)
	}
}

func TestTheSecondStampOfASecondIsLater(t *testing.T) {
	d := edited(t, parsed(t, commented), manifest.AddModule("cellar", []manifest.Field{field(t, "x:int")}), manifest.AddField("cellar", field(t, "y:int")), manifest.AddIndex("cellar", "x"))
	m, _ := d.Project.Module("cellar")
	steps := m.Steps()
	if m.Created != "20261123120000" || len(steps) != 2 || steps[0].Stamp != "20261123120001" || steps[1].Stamp != "20261123120002" {
		t.Errorf("created %s, steps %v", m.Created, steps)
	}
}

func TestEditsThatMakeNoSenseSayWhy(t *testing.T) {
	for name, c := range map[string]struct {
		edit manifest.Edit
		want string
	}{
		"a module that exists":    {manifest.AddModule("room", nil), "exists already, with other fields"},
		"a field that exists":     {manifest.AddField("room", field(t, "name:string")), "has a field name already"},
		"a module that is absent": {manifest.AddField("rooom", field(t, "x:int")), "did you mean room?"},
		"an index on no field":    {manifest.AddIndex("room", "x"), "has no field x"},
		"a piece not in use":      {manifest.RemovePiece("lamp"), "is not in use"},
		"a module no one has":     {manifest.RemoveModule("zzzzzzz"), "there are attic, room"},
	} {
		if _, err := c.edit(parsed(t, commented), noon); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	d := edited(t, parsed(t, commented), manifest.AddModule("cellar", []manifest.Field{field(t, "room:ref(room)")}))
	if _, err := manifest.RemoveModule("room")(d, noon); err == nil || !strings.Contains(err.Error(), "referred to by field cellar.room") {
		t.Errorf("a module that is referred to: %v", err)
	}
}

func TestAParsedEditSaysWhatTheEditMeant(t *testing.T) {
	d := parsed(t, commented)
	got := edited(t, d, manifest.AddField("room", field(t, "x:string:unique")), manifest.SetPiece("lamp", manifest.Piece{Backend: "bulb", Options: map[string]string{"colour": "red"}}))
	want := parsed(t, commented).Project
	for i := range want.Modules {
		if want.Modules[i].Name == "room" {
			want.Modules[i].Fields = append(want.Modules[i].Fields, field(t, "x@20261123120000:string:unique:optional"))
		}
	}
	want.Pieces["lamp"] = manifest.Piece{Backend: "bulb", Options: map[string]string{"colour": "red"}}
	if !reflect.DeepEqual(got.Project, want) {
		t.Errorf("got %+v, want %+v", got.Project, want)
	}
}
