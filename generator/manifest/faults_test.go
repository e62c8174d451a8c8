package manifest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/generator/manifest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// toySchema has two stages and pieces with and without choices.
var toySchema = manifest.Schema{
	Headings: []manifest.Heading{{"ground", "# stage 1 · ground"}, {"light", "# stage 2 · light"}, {"weather", "# any time · weather"}},
	Pieces: map[string]manifest.PieceSchema{
		"store":  {Stage: "ground", Backends: []string{"shelf", "box"}},
		"lamp":   {Stage: "light", Backends: []string{"candle", "bulb"}, Options: map[string]manifest.Option{"colour": {Values: []string{"white", "red"}}, "height": {Whole: true, Min: 1}}},
		"mirror": {Stage: "light"},
		"candle": {Stage: "light"},
		"fog":    {Stage: "weather"},
	},
}

// commented is a manifest that its owner has written into, in every place a comment can stand.
const commented = `# What scale gives this project. Edit it and run ` + "`scale apply`" + `.
version: 1
name: villa # mine
stack: go
module_path: example.org/villa

# stage 1 · ground
# rooms first
modules: # all of them
  # the first room
  attic: {fields: [beam:string:index], created: 20261123081500} # under the roof
  # the second room
  room:
    # its columns
    fields: # in this order
      - name:string:index # the name
      - "mood:enum(good,bad)" # two moods
    created: 20261123081501 # long ago
# below the rooms
store: {backend: shelf} # wood

# stage 2 · light
# no lamp yet

# any time · weather
# the end
`

func parsed(t testing.TB, text string) *manifest.Document {
	t.Helper()
	d, err := manifest.Parse([]byte(text), toySchema)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}

func edited(t testing.TB, d *manifest.Document, edits ...manifest.Edit) *manifest.Document {
	t.Helper()
	next, err := manifest.Sequence(edits...)(d, noon)
	if err != nil {
		t.Fatalf("%v\n%s", err, d.Bytes())
	}
	return next
}

func field(t testing.TB, spec string) manifest.Field {
	t.Helper()
	f, err := manifest.ParseField(spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFaultsNameTheLineAndTheNearestWord(t *testing.T) {
	head := "version: 1\nname: villa\nstack: go\nmodule_path: villa\n"
	cases := map[string]struct{ text, want string }{
		"an unknown key":              {head + "lampp: {}\n", `scale.yaml:5: unknown key "lampp"; did you mean "lamp"?`},
		"an unknown key like nothing": {head + "xyzzyx: {}\n", `scale.yaml:5: unknown key "xyzzyx"; known are candle, fog, lamp,`},
		"an unknown option":           {head + "lamp: {color: red}\n", `did you mean "colour"?`},
		"an unknown backend":          {head + "store: {backend: bag}\n", `"bag" is not a backend of store; there are shelf, box`},
		"an unknown value":            {head + "lamp: {colour: blue}\n", `"blue" is not a colour; there are white, red`},
		"an option where none is":     {head + "fog: {thick: yes}\n", `scale.yaml:5: unknown key "thick"`},
		"a key twice":                 {head + "lamp: {}\nlamp: {}\n", "scale.yaml:6: lamp stands twice, first on line 5"},
		"a module twice":              {head + "modules:\n  a: {fields: [x:int]}\n  a: {fields: [x:int]}\n", "a stands twice, first on line 6"},
		"a field twice":               {head + "modules:\n  a: {fields: [x:int, X:int]}\n", "twice"},
		"an unknown type":             {head + "modules:\n  a: {fields: [x:float]}\n", `scale.yaml:6: field "x:float": no type "float"`},
		"fields that are no list":     {head + "modules:\n  a: {fields: x}\n", "scale.yaml:6: fields is a list"},
		"a stamp that is none":        {head + "modules:\n  a: {fields: [x:int], created: soon}\n", `"soon" is not a time stamp`},
		"a reference to nothing":      {head + "modules:\n  a: {fields: [b:ref(c)]}\n", "refers to module c, and there is none"},
		"two modules of one plural":   {head + "modules:\n  box: {fields: [x:int]}\n  boxes: {fields: [x:int]}\n", "collides"},
		"a missing name":              {"version: 1\nstack: go\nmodule_path: x\n", "the key name is missing"},
		"another version":             {"version: 2\nname: a\nstack: go\nmodule_path: x\n", "version 2 is not one this scale can read"},
		"two documents":               {head + "---\na: 1\n", "one YAML document"},
		"a list at the top":           {"- a\n", "keys and values at its top"},
		"nothing at all":              {"", "the file is empty"},
		"a lone carriage return":      {head + "lamp: {} # a\rb\n", "scale.yaml:5: a line ends in something else than a newline"},
		"a separator of Unicode":      {head + "# a\u2028b\n", "scale.yaml:5: a line ends in something else than a newline"},
		"an anchor":                   {head + "modules:\n  a: {fields: [&x b:int]}\n", "scale.yaml:6: write this value plainly"},
		"a text over several lines":   {head + "modules:\n  a:\n    fields:\n      - |-\n        b:int\n", "scale.yaml:8: write this value plainly"},
		"no YAML":                     {head + "lamp: {\n", "scale.yaml: "},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := manifest.Parse([]byte(c.text), toySchema)
			var invalid *manifest.Invalid
			if !errors.As(err, &invalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	text := "version: 1\nname: villa\nstack: go\nmodule_path: villa\nlampp: {}\nmodules:\n  a: {fields: [x:float, y:]}\nstore: {backend: bag}\n"
	_, err := manifest.Parse([]byte(text), toySchema)
	var invalid *manifest.Invalid
	if !errors.As(err, &invalid) || len(invalid.Faults) != 4 {
		t.Fatalf("want four faults: %v", err)
	}
	for i := 1; i < len(invalid.Faults); i++ {
		if invalid.Faults[i].Line < invalid.Faults[i-1].Line {
			t.Errorf("the faults are not in the order of their lines: %v", err)
		}
	}
}

func TestAFieldIsWrittenAsItIsRead(t *testing.T) {
	for _, spec := range []string{
		"name:string", "name:string:index", "sku:string:unique:optional", "mood:enum(good,bad)", "mood:enum(good,bad):index",
		"owner:ref(person)", "owner:ref(person):unique", "sku@20261124090000:string:unique:optional", "price:decimal:index@20261201000000",
	} {
		f := field(t, spec)
		if got := f.String(); got != spec {
			t.Errorf("%s came back as %s", spec, got)
		}
	}
}

func TestAFieldThatMakesNoSenseIsRefused(t *testing.T) {
	for spec, want := range map[string]string{
		"name": "has no type", ":string": "has no name", "a:text:index": "cannot be indexed", "a:string:unique:index": "leave out index",
		"a:enum()": "enum value", "a:enum(x,x)": "twice", "a:enum(X)": "lower-case", "a:ref()": "needs the name", "a:enum(x": "closing bracket",
		"a:string:big": "no modifier", "a@1:string": "not a time stamp", "a:string:unique@20261201000000": "cannot carry",
	} {
		if _, err := manifest.ParseField(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", spec, err, want)
		}
	}
}

func FuzzEdits(f *testing.F) {
	f.Add([]byte(commented))
	f.Add([]byte("version: 1\r\nname: a\r\nstack: go\r\nmodule_path: a\r\nmodules: {}\r\n"))
	f.Add([]byte("modules: &a {x: *a}\n"))
	f.Add([]byte("modules:\n  ? [a]\n  : {fields: [x:int]}\n"))
	f.Add([]byte("version: 1\nname: a\nstack: go\nmodule_path: a\nmodules: {\"ü\": {fields: [x:int]}} # é\nlamp: {height: \"ü\"}\n"))
	f.Add([]byte("lamp: !!binary aGk=\nname: |\n  a\n  b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := manifest.Parse(text, toySchema)
		if err != nil {
			return
		}
		// Whatever can be read can be edited, or the edit says why not; it never panics and never says anything else.
		for _, e := range []manifest.Edit{manifest.SetPiece("lamp", manifest.Piece{Backend: "bulb"}), manifest.RemovePiece("lamp"), manifest.Settle(manifest.Project{Name: d.Project.Name, Stack: d.Project.Stack})} {
			if next, err := e(d, noon); err == nil {
				parsed(t, string(next.Bytes()))
			}
		}
		wantModules(t, d, manifest.AddModule("cellar", []manifest.Field{{Name: "depth", Type: "int"}}), 1, 1)
		for _, m := range d.Project.Modules {
			wantModules(t, d, manifest.AddField(m.Name, manifest.Field{Name: "unheard_of", Type: "enum", Enum: []string{"a", "b"}}), 0, 1)
			wantModules(t, d, manifest.RemoveModule(m.Name), -1, -len(m.Fields))
			for _, f := range m.Fields {
				wantModules(t, d, manifest.AddIndex(m.Name, f.Name), 0, 0)
			}
		}
	})
}

// wantModules runs an edit and checks by how much the modules and all their fields have become more.
func wantModules(t *testing.T, d *manifest.Document, e manifest.Edit, modules, fields int) {
	t.Helper()
	next, err := e(d, noon)
	if err != nil {
		return
	}
	m, f := count(d.Project)
	gotM, gotF := count(parsed(t, string(next.Bytes())).Project)
	if same := len(d.Bytes()) == len(next.Bytes()); !same && (gotM != m+modules || gotF != f+fields) {
		t.Fatalf("%d modules with %d fields became %d with %d:\n%s\n---\n%s", m, f, gotM, gotF, d.Bytes(), next.Bytes())
	}
}

func count(p manifest.Project) (modules, fields int) {
	for _, m := range p.Modules {
		fields += len(m.Fields)
	}
	return len(p.Modules), fields
}
