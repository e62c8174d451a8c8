package manifest

import (
	"strings"
	"testing"
	"time"
)

var schema = Schema{
	Headings: []Heading{{"one", "# stage 1 · one"}, {"two", "# stage 2 · two"}, {"any", "# any time · any"}},
	Pieces: map[string]PieceSchema{
		"bell": {Stage: "two", Backends: []string{"brass", "steel"}, Options: map[string]Option{"tone": {}}},
		"lamp": {Stage: "any"},
	},
	Kinds: []Kind{{"job", "jobs"}, {"report", "reports"}},
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// commented is a manifest as its owner left it: comments in every place, a quoted enum, a module in block style.
const commented = `# mine
version: 1 # the first
name: shop
stack: plain
module_path: example.com/shop

# stage 1 · one
modules: # what we sell
  # the heart of it
  product: {fields: [name:string:index, "state:enum(new,sold)"], created: 20261101000000} # since day one
  # written by hand
  review:
    fields:
      - body:text # long
      - stars:int
    created: 20261102000000

# stage 2 · two
bell: {backend: brass} # loud
# a note of mine

# any time · any
`

func edited(t *testing.T, text string, edits ...Edit) string {
	t.Helper()
	d, err := Parse([]byte(text), schema)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = Sequence(edits...)(d, noon); err != nil {
		t.Fatal(err)
	}
	return string(d.Bytes())
}

func mustField(t *testing.T, spec string) Field {
	t.Helper()
	f, err := ParseField(spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestEditsChangeOneLine: an edit changes the line it is about, and every comment stays, with any line ending.
func TestEditsChangeOneLine(t *testing.T) {
	for claim, c := range map[string]struct {
		edit     Edit
		old, now string // the one difference; old "" means that now was inserted
	}{
		"a module goes where its name sorts, above the comments of the next one": {
			AddModule("order", []Field{mustField(t, "total:decimal")}),
			"  # the heart of it\n", "  order: {fields: [total:decimal], created: 20261123120000}\n  # the heart of it\n"},
		"a field goes behind the last one of a list in brackets": {
			AddField("product", mustField(t, "sku:string:unique")),
			`"state:enum(new,sold)"]`, `"state:enum(new,sold)", sku@20261123120000:string:unique:optional]`},
		"a field goes behind the last one of a list in lines": {
			AddField("review", mustField(t, "by:string")),
			"      - stars:int\n", "      - stars:int\n      - by@20261123120000:string:optional\n"},
		"an index is marked on its field": {
			AddIndex("review", "stars"), "stars:int\n", "stars:int:index@20261123120000\n"},
		"an index on a quoted field keeps the quotes": {
			AddIndex("product", "state"), `"state:enum(new,sold)"`, `"state:enum(new,sold):index@20261123120000"`},
		"a removed module leaves the comment of its line": {
			RemoveModule("product"),
			`  product: {fields: [name:string:index, "state:enum(new,sold)"], created: 20261101000000} # since day one`, "  # since day one"},
		"a backend changes in its place, its comment stays": {
			SetPiece("bell", Piece{Backend: "steel", Options: map[string]string{"tone": "a, b"}}),
			"bell: {backend: brass} # loud", `bell: {backend: steel, tone: "a, b"} # loud`},
		"a piece goes under its heading": {
			SetPiece("lamp", Piece{}), "# any time · any\n", "# any time · any\nlamp: {}\n"},
	} {
		t.Run(claim, func(t *testing.T) {
			if strings.Count(commented, c.old) != 1 {
				t.Fatalf("%q stands %d times", c.old, strings.Count(commented, c.old))
			}
			want := strings.Replace(commented, c.old, c.now, 1)
			if got := edited(t, commented, c.edit); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
			if got := edited(t, crlf(commented), c.edit); got != crlf(want) {
				t.Errorf("in CRLF got\n%q\nwant\n%q", got, crlf(want))
			}
		})
	}
}

func TestAddThenRemoveGivesTheBytesBack(t *testing.T) {
	for claim, edits := range map[string][]Edit{
		"a module in the middle": {AddModule("order", []Field{mustField(t, "total:decimal")}), RemoveModule("order")},
		"a module at the end":    {AddModule("voucher", []Field{mustField(t, "code:string")}), RemoveModule("voucher")},
		"a piece":                {SetPiece("lamp", Piece{}), RemovePiece("lamp")},
	} {
		t.Run(claim, func(t *testing.T) {
			if got := edited(t, commented, edits...); got != commented {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

func TestTheSameCommandTwiceIsOnce(t *testing.T) {
	for claim, e := range map[string]Edit{
		"a module": AddModule("order", []Field{mustField(t, "total:decimal")}),
		"a field":  AddField("product", mustField(t, "sku:string:unique")),
		"an index": AddIndex("review", "stars"),
		"a piece":  SetPiece("bell", Piece{Backend: "steel"}),
	} {
		t.Run(claim, func(t *testing.T) {
			if once, twice := edited(t, commented, e), edited(t, commented, e, e); once != twice {
				t.Errorf("twice gives\n%s", twice)
			}
		})
	}
}

func TestFaultsAreNamedWithTheirLine(t *testing.T) {
	for claim, c := range map[string]struct{ old, now, want string }{
		"a misspelt key names the nearest": {"bell:", "bel:", `scale.yaml:19: unknown key "bel"; did you mean "bell"?`},
		"a key that stands twice":          {"# a note of mine", "bell: {}", "scale.yaml:20: "},
		"a backend that is none":           {"brass", "wood", `scale.yaml:19: "wood" is not a backend of bell; there are brass, steel`},
		"a type that is none":              {"stars:int", "stars:integer", `scale.yaml:15: field "stars:integer": no type "integer"`},
		"a reference to nothing":           {"stars:int", "order:ref(order)", "field review.order refers to module order, and there is none"},
		"a unique bool":                    {"stars:int", "new:bool:unique", "leave out unique"},
		"an index on text":                 {"body:text", "body:text:index", "text cannot be indexed"},
		"two modules that meet in a table": {"  review:", "  products:", "collides with module"},
		"a version of the future":          {"version: 1", "version: 2", "scale.yaml:2: version 2 is not one this scale can read"},
		"two fields that meet in code":     {"- stars:int", "- bo_dy:text", "differs only in case or _"},
	} {
		t.Run(claim, func(t *testing.T) {
			text := strings.Replace(commented, c.old, c.now, 1)
			_, err := Parse([]byte(text), schema)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestHandEditsSettle: what was written by hand gets the stamps of its migrations; what would need a migration that only
// the user can write is refused.
func TestHandEditsSettle(t *testing.T) {
	applied, err := Parse([]byte(commented), schema)
	if err != nil {
		t.Fatal(err)
	}
	for claim, c := range map[string]struct{ old, now, want, refused string }{
		"a new field is optional and stamped": {old: "stars:int\n", now: "stars:int\n      - by:string\n", want: "- by@20261123120000:string:optional\n"},
		"a new index is stamped":              {old: "stars:int", now: "stars:int:index", want: "stars:int:index@20261123120000"},
		"a new module is stamped": {old: "  # written by hand\n", now: "  # written by hand\n  order: {fields: [total:decimal]}\n",
			want: "order: {fields: [total:decimal], created: 20261123120000}"},
		"a field taken out is refused":      {old: "      - stars:int\n", refused: "review.stars was taken out or renamed"},
		"a field of another type is too":    {old: "stars:int", now: "stars:string", refused: "review.stars was stars:int and is now stars:string"},
		"a changed creation stamp is too":   {old: "20261102000000", now: "20261103000000", refused: "set it back to 20261102000000"},
		"another project name is too":       {old: "name: shop", now: "name: store", refused: "name cannot change"},
		"what was not edited is left alone": {want: commented},
	} {
		t.Run(claim, func(t *testing.T) {
			d, err := Parse([]byte(strings.Replace(commented, c.old, c.now, 1)), schema)
			if err != nil {
				t.Fatal(err)
			}
			next, err := Settle(applied.Project)(d, noon)
			if c.refused != "" {
				if err == nil || !strings.Contains(err.Error(), c.refused) {
					t.Errorf("got %v, want %q", err, c.refused)
				}
				return
			}
			if err != nil || !strings.Contains(string(next.Bytes()), c.want) {
				t.Errorf("got %v\n%s", err, next.Bytes())
			}
		})
	}
}

func TestStampsNeverGoBack(t *testing.T) {
	d, err := Parse([]byte(commented), schema)
	if err != nil {
		t.Fatal(err)
	}
	early := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if d, err = AddIndex("review", "stars")(d, early); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(d.Bytes()), "stars:int:index@20261102000001") {
		t.Errorf("a clock that is behind gives an older stamp than one in use:\n%s", d.Bytes())
	}
}

func FuzzParse(f *testing.F) {
	f.Add(commented)
	f.Add("version: 1\nname: a\nstack: b\nmodule_path: c\nmodules: {}\n")
	f.Add("modules:\n  x: {fields: [\"a:enum(b,c)\"]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse([]byte(text), schema)
		if err != nil {
			return
		}
		if string(d.Bytes()) != text {
			t.Error("parsing changed the text")
		}
		next, err := AddModule("zebra", []Field{{Name: "name", Type: "string"}})(d, noon)
		if err != nil {
			return
		}
		if _, ok := next.Project.Module("zebra"); !ok {
			t.Errorf("the module is not in\n%s", next.Bytes())
		}
	})
}
