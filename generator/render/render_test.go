package render

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// villa is a project that uses much of the toy packs.
func villa() manifest.Project {
	return manifest.Project{
		Name: "villa", Stack: "go", ModulePath: "example.org/villa",
		Modules: []manifest.Module{
			{Name: "back_room", Created: "20261123081500", Fields: []manifest.Field{{Name: "name", Type: "string", Index: true}, {Name: "lid", Type: "enum", Enum: []string{"oak", "iron"}}}},
			{Name: "room", Created: "20261123081501", Fields: []manifest.Field{
				{Name: "name", Type: "string"},
				{Name: "lock", Type: "string", Optional: true, Added: "20261123081502"},
			}},
		},
		Pieces: map[string]manifest.Piece{"store": {Backend: "box"}, "lamp": {Backend: "bulb", Options: map[string]string{"height": "3"}}, "bell": {}},
	}
}

func toyPacks(t *testing.T) *pack.Set {
	t.Helper()
	return loaded(t, os.DirFS(filepath.Join("..", "..", "testdata", "packs", "v1")))
}

func loaded(t *testing.T, fsys fs.FS) *pack.Set {
	t.Helper()
	s, err := pack.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rendered(t *testing.T, s *pack.Set, p manifest.Project) Tree {
	t.Helper()
	tree, err := Render(Input{Project: p, Packs: s})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestRenderingIsPure(t *testing.T) {
	first := rendered(t, toyPacks(t), villa())
	for range 5 {
		again := rendered(t, toyPacks(t), villa())
		if !slices.Equal(first.Paths(), again.Paths()) {
			t.Fatalf("other paths: %v and %v", first.Paths(), again.Paths())
		}
		for p, f := range first {
			if g := again[p]; !bytes.Equal(f.Data, g.Data) || f.Mode != g.Mode || f.Owner != g.Owner {
				t.Errorf("%s differs", p)
			}
		}
	}
}

func TestNothingImpureIsOffered(t *testing.T) {
	funcs := (&renderer{}).funcs(nil)
	for _, name := range []string{"now", "date", "env", "expandenv", "getHostByName", "randAlpha", "randInt", "uuidv4", "genPrivateKey", "shuffle", "htpasswd"} {
		if _, offered := funcs[name]; offered {
			t.Errorf("templates can call %s", name)
		}
	}
	for _, name := range allowed {
		if funcs[name] == nil {
			t.Errorf("the allow-list names %s, which is no function", name)
		}
	}
}

func TestEveryKindOfFolderRenders(t *testing.T) {
	tree := rendered(t, toyPacks(t), villa())
	for path, want := range map[string]string{
		"docs/lamp.md":                  "# Lamp",                                                                         // shared
		"docs/bulb.md":                  "Mind the glass.",                                                                // shared, of the backend
		"docs/dark.md":                  "It rings in the dark.",                                                          // shared, with another piece
		"lamp/lamp.txt":                 "lamp bulb\ncolour white\nshade paper\nheight 3",                                 // files, with an option and a default
		"lamp/socket.txt":               "socket",                                                                         // of the backend
		"lamp/flash.txt":                "flashes",                                                                        // with another piece
		"rooms/room/lit.txt":            "room is lit",                                                                    // of each module
		"rooms/room/box.txt":            "box of room",                                                                    // of each module, for the backend
		"wire.txt":                      "copper",                                                                         // of a hidden piece
		"scale_gen.txt":                 "  store box\n  wire\n  lamp bulb at 3\n  lamp listens to the bell\n  bell\nend", // slots, in order
		"rooms/back_room/scale_gen.txt": "  light in back_room\n  bell at the door of back_room\nend",
		"rooms/back_room/migrations/20261123081500_create_back_rooms.sql": "CREATE TABLE back_rooms (\n  name string,\n  lid enum,",
		"rooms/room/migrations/20261123081502_add_lock_to_rooms.sql":      "ALTER TABLE rooms ADD lock string;",
	} {
		f, ok := tree[path]
		if !ok || !strings.Contains(string(f.Data), want) {
			t.Errorf("%s: there %v, want %q in\n%s", path, ok, want, f.Data)
		}
	}
	for _, path := range []string{"lamp/wick.txt", "shelf.txt", "horn.txt", "lamp/slots.tmpl"} {
		if _, ok := tree[path]; ok {
			t.Errorf("%s is rendered although nothing asks for it", path)
		}
	}
	if strings.Contains(string(tree["rooms/room/migrations/20261123081501_create_rooms.sql"].Data), "lock") {
		t.Error("a later field stands in the migration that creates the table")
	}
}

func TestOwnersFollowThePacks(t *testing.T) {
	tree := rendered(t, toyPacks(t), villa())
	for path, want := range map[string]Owner{
		"README.md": User, "scale_gen.txt": Scale, "compose/scale_gen.yaml": Scale, "mk/lamp.mk": Scale, ".env": Once,
		"bell/migrations/sql/1_rings.sql": Append, ".env.example": User,
	} {
		if got := tree[path].Owner; got != want {
			t.Errorf("%s is owned by %d, want %d", path, got, want)
		}
	}
}

// packOf is a set of one piece that is always there, with these files in its folder.
func packOf(t *testing.T, files map[string]string) *pack.Set {
	t.Helper()
	fsys := fstest.MapFS{
		"pack.yaml":        {Data: []byte("stages: [{id: one}]\n")},
		"house/piece.yaml": {Data: []byte("title: House\nstage: one\nalways: true\n")},
		"extra/piece.yaml": {Data: []byte("title: Extra\nstage: one\nalways: true\norder: 2\n")},
	}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return loaded(t, fsys)
}

func TestTemplatesThatCannotBeRightAreRefused(t *testing.T) {
	cases := map[string]struct {
		files map[string]string
		want  string
	}{
		"a slot without a place": {map[string]string{"house/go/slots.tmpl": `{{ define "open" }}x{{ end }}`}, `house/go/slots.tmpl defines slot "open", and no file`},
		"two files in one place": {map[string]string{"house/go/files/a": "1", "extra/go/files/a.tmpl": "2"}, "house/go/files/a and extra/go/files/a.tmpl both render to a"},
		"a key that is unknown":  {map[string]string{"house/go/files/a.tmpl": "{{ .nmae }}"}, `"nmae"`},
		"a module's key outside": {map[string]string{"house/go/files/a.tmpl": "{{ .module.name }}"}, `"module"`},
		"a path too clever":      {map[string]string{"house/go/files/{{ .name | upper }}": "x"}, "nothing that a path here can hold"},
		"a path without a stamp": {map[string]string{"house/go/files/{{ .stamp }}": "x"}, "nothing that a path here can hold"},
		"a template unread":      {map[string]string{"house/go/files/a.tmpl": "{{ if }}"}, "house/go/files/a.tmpl"},
		"slots unread":           {map[string]string{"house/go/slots.tmpl": "{{ define }}"}, "house/go/slots.tmpl"},
		"a function not allowed": {map[string]string{"house/go/files/a.tmpl": `{{ env "HOME" }}`}, `"env" not defined`},
		"a template that fails":  {map[string]string{"house/go/files/a.tmpl": `{{ fail "no" }}`}, "house/go/files/a.tmpl"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Render(Input{Project: manifest.Project{Name: "villa", Stack: "go"}, Packs: packOf(t, c.files)})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestASlotOfModulesNeedsNoPlaceWithoutModules(t *testing.T) {
	s := packOf(t, map[string]string{
		"house/go/slots.tmpl": `{{ define "module.around" }}x{{ end }}`, "house/go/module/{{ .name }}.tmpl": `{{ slot "module.around" }}`,
	})
	rendered(t, s, manifest.Project{Name: "villa", Stack: "go"})
	p := villa()
	if got := string(rendered(t, s, p)["room"].Data); got != "x" {
		t.Errorf("got %q", got)
	}
}

func TestTheSameSlotOfTwoPiecesGivesBothInOrder(t *testing.T) {
	s := packOf(t, map[string]string{
		"house/go/slots.tmpl": "{{ define \"open\" }}\nfirst\n\n{{ end }}", "extra/go/slots.tmpl": `{{ define "open" }}second{{ end }}`,
		"house/go/files/a.tmpl": `[{{ slot "open" }}]`, "house/go/files/b.tmpl": `[{{ sections "open" }}]`,
	})
	tree := rendered(t, s, manifest.Project{Name: "villa", Stack: "go"})
	if got := string(tree["a"].Data); got != "[first\nsecond]" {
		t.Errorf("a slot gives %q", got)
	}
	if got := string(tree["b"].Data); got != "[first\n\nsecond]" {
		t.Errorf("sections give %q", got)
	}
}

func TestATemplateThatRendersToNothingGivesNoFile(t *testing.T) {
	s := packOf(t, map[string]string{
		"house/go/files/a.tmpl": "{{ if uses \"lamp\" }}x{{ end }}\n", "house/go/files/b": " \n", "house/go/files/{{ .name }}.txt.tmpl": "x",
		"house/go/files/run.sh": "#!/bin/sh\n", "house/go/files/c.tmpl": "{{ shout .name }}",
	})
	tree, err := Render(Input{
		Project: manifest.Project{Name: "villa", Stack: "go"}, Packs: s, Funcs: template.FuncMap{"shout": strings.ToUpper},
		Extra: Tree{"go.lock": {Data: []byte("x"), Mode: 0o644}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := tree.Paths(); !slices.Equal(got, []string{"b", "c", "go.lock", "run.sh", "villa.txt"}) {
		t.Errorf("got %v", got)
	}
	if tree["run.sh"].Mode != 0o755 || tree["b"].Mode != 0o644 || string(tree["c"].Data) != "VILLA" {
		t.Errorf("got %v", tree)
	}
}

func TestLeavesNameWhatClearsAwayAModuleOrAPiece(t *testing.T) {
	p := villa()
	in := Input{Project: p, Packs: toyPacks(t)}
	got, err := ModuleLeaves(in, p.Modules[0])
	if err != nil || !slices.Equal(got, []string{"EMPTY back_rooms (box);"}) {
		t.Errorf("got %v, %v", got, err)
	}
	got, err = PieceLeaves(in, in.Packs.Piece("lamp"))
	if err != nil || !slices.Equal(got, []string{"SNUFF bulb;"}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFilesForTheBackendOfAnotherPieceComeWithThatBackendOnly(t *testing.T) {
	p := villa()
	if _, there := rendered(t, toyPacks(t), p)["lamp/inside.txt"]; !there {
		t.Error("the file for the backend in use is missing")
	}
	p.Pieces["store"] = manifest.Piece{Backend: "shelf"}
	if _, there := rendered(t, toyPacks(t), p)["lamp/inside.txt"]; there {
		t.Error("the file for another backend is there")
	}
}
