package pack

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestTheCounterpartOfAFileStandsInTheFolderOfTheOtherBackend(t *testing.T) {
	d := Dialects{Counterparts: []string{"**/migrations/{{ .backend }}/*.sql", "sql/{{ .backend }}/**"}}
	for name, want := range map[string]string{
		"a/b/migrations/shelf/1.sql":     "a/b/migrations/box/1.sql",
		"migrations/shelf/1.sql":         "migrations/box/1.sql",
		"shelf/migrations/shelf/1.sql":   "shelf/migrations/box/1.sql",
		"sql/shelf/deep/shelf/x":         "sql/box/deep/shelf/x",
		"a/migrations/shelf/1.txt":       "",
		"a/migrations/shelf/deep/1.sql":  "",
		"a/migrations/box/1.sql":         "",
		"a/migrations/bookshelf/1.sql":   "",
		"a/migrations/shelf.sql":         "",
		"shelf/migrations/elsewhere.sql": "",
	} {
		if got, ok := d.Counterpart(name, "shelf", "box"); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v", name, got, ok)
		}
	}
}

func TestDialectsThatDoNotFitThePieceAreRefused(t *testing.T) {
	for claim, c := range map[string]struct{ text, want string }{
		"an unknown key":                     {"counterpart: []\n", "counterpart"},
		"a pattern without the backend":      {"counterparts: ['**/migrations/*.sql']\n", "no folder {{ .backend }}"},
		"a broken expression":                {"texts: '('\n", "missing closing"},
		"a rule for an unknown backend":      {"differs: [{pattern: x, to: {barrel: y}}]\n", `a backend "barrel"`},
		"a rule from an unknown backend":     {"differs: [{pattern: x, from: [barrel], to: {box: y}}]\n", `a backend "barrel"`},
		"a rule about nobody":                {"differs: [{pattern: x}]\n", `the rule "x" lacks`},
		"a rule that says nothing to find":   {"differs: [{to: {box: y}}]\n", "lacks a pattern"},
		"an expression that matches no text": {"aside: '[b-a]'\n", "invalid character class range"},
	} {
		t.Run(claim, func(t *testing.T) {
			_, err := Load(fstest.MapFS{
				"pack.yaml":       {Data: []byte("stages: [{id: one}]\n")},
				"a/piece.yaml":    {Data: []byte("title: A\nstage: one\nbackends: [{name: shelf}, {name: box}]\n")},
				"a/dialects.yaml": {Data: []byte(c.text)},
			})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a/dialects.yaml") {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
