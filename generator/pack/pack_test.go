package pack

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator/manifest"
)

func toys(t *testing.T) *Set {
	t.Helper()
	s, err := Load(os.DirFS(filepath.Join("..", "..", "testdata", "packs", "v1")))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func namesOf(pieces []*Piece) []string {
	var all []string
	for _, p := range pieces {
		all = append(all, p.Name)
	}
	return all
}

func TestPiecesInUseAreThoseNamedThoseAlwaysThereAndTheHiddenOnesTheyRequire(t *testing.T) {
	cases := map[string]struct{ named, want []string }{
		"nothing named":          {nil, []string{"house", "store"}},
		"in the order of orders": {[]string{"fog", "lamp"}, []string{"house", "store", "lamp", "fog"}},
		"a hidden one":           {[]string{"bell"}, []string{"house", "store", "wire", "bell"}},
		"a hidden one once":      {[]string{"bell", "horn"}, []string{"house", "store", "wire", "horn", "bell"}},
		"no listed requirement":  {[]string{"mirror"}, []string{"house", "store", "mirror"}},
		"one of a backend":       {[]string{"lamp=bulb"}, []string{"house", "store", "wire", "lamp"}},
		"none of another":        {[]string{"lamp=candle"}, []string{"house", "store", "lamp"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := manifest.Project{Pieces: map[string]manifest.Piece{}}
			for _, n := range c.named {
				name, backend, _ := strings.Cut(n, "=")
				p.Pieces[name] = manifest.Piece{Backend: backend}
			}
			if got := namesOf(toys(t).InUse(p)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestTheManifestListsOnlyPiecesThatOfferAChoice(t *testing.T) {
	schema := toys(t).Schema()
	for name, want := range map[string]bool{"house": false, "store": true, "wire": false, "lamp": true, "fog": true} {
		if _, got := schema.Pieces[name]; got != want {
			t.Errorf("%s stands in scale.yaml: %v, want %v", name, got, want)
		}
	}
	if got := schema.Headings[0].Line; got != "# stage 1 · ground" {
		t.Errorf("the first heading is %q", got)
	}
	if got := schema.Headings[6].Line; got != "# any time · weather" {
		t.Errorf("the last heading is %q", got)
	}
	if got := schema.Pieces["lamp"].Options["colour"].Values; !slices.Equal(got, []string{"white", "red"}) {
		t.Errorf("colour can be %v", got)
	}
}

func TestTheFirstBackendIsTheDefault(t *testing.T) {
	if got := toys(t).Piece("lamp").BackendNames(); !slices.Equal(got, []string{"candle", "bulb"}) {
		t.Errorf("got %v", got)
	}
}

func TestPacksWhosePartsDoNotFitAreRefused(t *testing.T) {
	const common = "stages: [{id: one, number: 1, title: one}]\n"
	cases := map[string]struct{ common, piece, want string }{
		"no stages":               {"example: x\n", "title: A\nstage: one\n", "no stages"},
		"an unknown stage":        {common, "title: A\nstage: two\n", `a/piece.yaml: no stage "two"`},
		"an unknown need":         {common, "title: A\nstage: one\nrequires: [b]\n", `a/piece.yaml: no piece "b"`},
		"a backend's need":        {common, "title: A\nstage: one\nbackends: [{name: x, requires: [b]}]\n", `a/piece.yaml: no piece "b"`},
		"an unknown conflict":     {common, "title: A\nstage: one\nconflicts: [b]\n", `a/piece.yaml: no piece "b"`},
		"an unknown key":          {common, "title: A\nstages: one\n", "a/piece.yaml"},
		"a kind without plural":   {common, "title: A\nstage: one\nparts: {job: {example: x.y}}\n", `the kind of parts "job" needs a plural and an example`},
		"a kind like a command":   {common, "title: A\nstage: one\nparts: {field: {plural: fs, example: x.y}}\n", "cannot be called field, which is a command"},
		"a kind like a piece":     {common, "title: A\nstage: one\nparts: {a: {plural: as, example: x.y}}\n", "cannot be called a, which is a piece"},
		"a kind like a key":       {common, "title: A\nstage: one\nparts: {job: {plural: fields, example: x.y}}\n", "cannot be called fields, which is a key of every module"},
		"two kinds alike":         {common, "title: A\nstage: one\nparts: {job: {plural: js, example: x.y}, jot: {plural: js, example: x.y}}\n", "cannot be called js"},
		"a state that is none":    {common, "title: A\nstage: one\nstate: global\n", `state is process or shared, not "global"`},
		"a backend's state":       {common, "title: A\nstage: one\nbackends: [{name: x, state: global}]\n", `state is process or shared, not "global"`},
		"instances of nothing":    {common, "title: A\nstage: one\ninstances: n\n", "n is no option of type int"},
		"processes of nothing":    {common, "title: A\nstage: one\nprocesses: n\noptions: {n: {type: string}}\n", "n is no option of type int"},
		"a pool of nothing":       {common, "title: A\nstage: one\nconnections: {pool: n, limit: m}\noptions: {n: {type: int}}\n", "m is no option of type int"},
		"a default out of range":  {common, "title: A\nstage: one\noptions: {n: {type: int, default: \"1\", min: 2}}\n", `n is a whole number from 2, and "1" is none`},
		"a default of no backend": {common, "title: A\nstage: one\noptions: {n: {type: int, defaults: {x: \"1\"}}}\n", `n has a default for "x", which is no backend`},
		"an unknown common key":   {common + "owner: {}\n", "title: A\nstage: one\n", "pack.yaml"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{"pack.yaml": {Data: []byte(c.common)}, "a/piece.yaml": {Data: []byte(c.piece)}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "pack.yaml") {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestAHiddenPieceNeedsNoStage(t *testing.T) {
	fsys := fstest.MapFS{"pack.yaml": {Data: []byte("stages: [{id: one}]\n")}, "a/piece.yaml": {Data: []byte("title: A\nhidden: true\n")}}
	if _, err := Load(fsys); err != nil {
		t.Error(err)
	}
}

func TestOwnerPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"scale_gen*", "a/b/scale_gen_x.go", true},
		{"scale_gen*", "scale_gen/x.go", false},
		{".env", ".env", true},
		{".env", ".env.example", false},
		{"mk/*.mk", "mk/a.mk", true},
		{"mk/*.mk", "a/mk/a.mk", false},
		{"mk/*.mk", "mk/a/b.mk", false},
		{"**/migrations/**", "migrations/1.sql", true},
		{"**/migrations/**", "a/b/migrations/sql/1.sql", true},
		{"**/migrations/**", "a/migrations.go", false},
		{"docs/**", "docs/a/b.md", true},
		{"docs/**", "doc/a", false},
	} {
		if got := Match([]string{c.pattern}, c.path); got != c.want {
			t.Errorf("%s matches %s: %v, want %v", c.pattern, c.path, got, c.want)
		}
	}
}

func TestProcessesAreCountedWhereSeveralInstancesRun(t *testing.T) {
	s := toys(t)
	for claim, c := range map[string]struct {
		pieces            map[string]manifest.Piece
		instances, others int
	}{
		"one without a piece that runs several": {map[string]manifest.Piece{"bell": {}}, 1, 0},
		"as many as the default says":           {map[string]manifest.Piece{"terrace": {}}, 3, 0},
		"as many as the project says":           {map[string]manifest.Piece{"terrace": {Options: map[string]string{"houses": "7"}}}, 7, 0},
		"and what runs beside them":             {map[string]manifest.Piece{"terrace": {}, "bell": {Options: map[string]string{"ringers": "2"}}}, 3, 2},
	} {
		run := s.Processes(manifest.Project{Pieces: c.pieces})
		if run.Instances != c.instances || run.Others != c.others {
			t.Errorf("%s: got %d and %d", claim, run.Instances, run.Others)
		}
	}
}

func TestALimitCanDifferByBackend(t *testing.T) {
	store := toys(t).Piece("store")
	for claim, c := range map[string]struct {
		in          manifest.Piece
		each, limit int
		ok          bool
	}{
		"none without a server":      {manifest.Piece{Backend: "shelf"}, 2, 0, false},
		"the default of a backend":   {manifest.Piece{Backend: "box"}, 2, 10, true},
		"what the project says":      {manifest.Piece{Backend: "box", Options: map[string]string{"nails": "30", "hooks": "4"}}, 4, 30, true},
		"what it says for any other": {manifest.Piece{Backend: "shelf", Options: map[string]string{"nails": "5"}}, 2, 5, true},
	} {
		if each, limit, ok := store.PoolOf(c.in); each != c.each || limit != c.limit || ok != c.ok {
			t.Errorf("%s: got %d of %d, %v", claim, each, limit, ok)
		}
	}
}
