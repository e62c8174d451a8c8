package manifest_test

import (
	"strings"
	"testing"

	"github.com/scalecli/scale/generator/manifest"
)

func settled(t *testing.T, from, to string) (*manifest.Document, error) {
	t.Helper()
	return manifest.Settle(parsed(t, from).Project)(parsed(t, to), noon)
}

func TestHandEditsGetTheStampsOfTheirMigrations(t *testing.T) {
	cases := map[string]struct{ old, text, want string }{
		"a module on one line":     {"  # the second room\n", "  cellar: {fields: [x:int]}\n  # the second room\n", "  cellar: {fields: [x:int], created: 20261123120000}\n"},
		"a module over many lines": {"  # the second room\n", "  cellar:\n    fields:\n      - x:int\n  # the second room\n", "  cellar:\n    fields:\n      - x:int\n    created: 20261123120000\n"},
		"a field in a list":        {"[beam:string:index]", "[beam:string:index, x:int]", "[beam:string:index, x@20261123120000:int:optional]"},
		"a field in a block":       {"    created: 20261123081501", "      - x:int # new\n    created: 20261123081501", "      - x@20261123120000:int:optional # new\n"},
		"an index":                 {`"mood:enum(good,bad)"`, `"mood:enum(good,bad):index"`, `"mood:enum(good,bad):index@20261123120000"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			for ending, turn := range map[string]*strings.Replacer{"LF": strings.NewReplacer(), "CRLF": strings.NewReplacer("\n", "\r\n")} {
				d, err := settled(t, commented, turn.Replace(strings.Replace(commented, c.old, c.text, 1)))
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(d.Bytes()), turn.Replace(c.want)) {
					t.Errorf("%s: got\n%s", ending, d.Bytes())
				}
			}
		})
	}
}

func TestHandEditsThatWouldLoseDataAreRefused(t *testing.T) {
	cases := map[string]struct{ old, text, want string }{
		"a removed field":   {"      - name:string:index # the name\n", "", "was taken out or renamed"},
		"a renamed field":   {"beam:string:index", "bar:string:index", "was taken out or renamed"},
		"a retyped field":   {"beam:string:index", "beam:text", "set it back"},
		"a dropped index":   {"beam:string:index", "beam:string", "set it back"},
		"a changed enum":    {"good,bad", "good,worse", "set it back"},
		"a changed stamp":   {"created: 20261123081500", "created: 20261123081599", "not a time stamp"},
		"another created":   {"created: 20261123081500", "created: 20261123081507", "set it back to 20261123081500"},
		"a changed name":    {"name: villa", "name: hut", "cannot change from villa to hut"},
		"a field made uniq": {"beam:string:index", "beam:string:unique", "set it back"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(commented, c.old, c.text, 1)
			next, err := manifest.Parse([]byte(text), toySchema)
			if err == nil {
				next, err = manifest.Settle(parsed(t, commented).Project)(next, noon)
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v and %v, want %q", next, err, c.want)
			}
		})
	}
}

func TestSettlingASettledManifestChangesNothing(t *testing.T) {
	d, err := settled(t, commented, commented)
	if err != nil {
		t.Fatal(err)
	}
	if string(d.Bytes()) != commented {
		t.Errorf("got\n%s", d.Bytes())
	}
}
