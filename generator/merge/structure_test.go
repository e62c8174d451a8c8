package merge

import (
	"errors"
	"strings"
	"testing"
)

func TestACleanMergeThatBreaksTheFileIsAConflict(t *testing.T) {
	compose := "services:\n  app:\n    image: shop\n"
	volumes := "volumes:\n  data: {}\n"
	for path, cases := range map[string][]mergeCase{
		"compose.yaml": {
			{claim: "one key of a mapping twice", conflict: true,
				base:   compose + volumes,
				ours:   "services:\n  cache:\n    image: mine\n  app:\n    image: shop\n" + volumes,
				theirs: compose + "  cache:\n    image: scale\n" + volumes},
			{claim: "a file that we broke ourselves is left alone",
				base: compose + volumes, ours: "services: 1\n" + compose + volumes, theirs: compose + volumes + "networks: {}\n",
				merged: "services: 1\n" + compose + volumes + "networks: {}\n"},
			{claim: "our port and scale's image", base: "s:\n  image: a\n  restart: no\n  ports:\n    - 1\n",
				ours: "s:\n  image: a\n  restart: no\n  ports:\n    - 1\n    - 2\n", theirs: "s:\n  image: b\n  restart: no\n  ports:\n    - 1\n",
				merged: "s:\n  image: b\n  restart: no\n  ports:\n    - 1\n    - 2\n"},
		},
		"package.json": {
			{claim: "one key of an object twice", conflict: true,
				base: "{\n\"a\": 1,\n\"b\": 1\n}\n", ours: "{\n\"x\": 1,\n\"a\": 1,\n\"b\": 1\n}\n", theirs: "{\n\"a\": 1,\n\"x\": 2,\n\"b\": 1\n}\n"},
		},
		"a/b.toml": {
			{claim: "one table twice", conflict: true,
				base: "[a]\nx = 1\ny = 2\n", ours: "[b]\n[a]\nx = 1\ny = 2\n", theirs: "[a]\nx = 1\ny = 2\n[b]\n"},
		},
		"pom.xml": {
			{claim: "an element that nobody closes", conflict: true,
				base: "<a>\n<b>\n<c/>\n</b>\n<d/>\n<e/>\n</a>\n", ours: "<a>\n<c/>\n<d/>\n<e/>\n</a>\n", theirs: "<a>\n<b>\n<c/>\n</b>\n<d/>\n<e>\n</e>\n</a>\n<!-- -- -->\n"},
		},
		"notes.txt": {
			{claim: "no structure, no check", base: "a: 1\nb: 1\n", ours: "x: 1\na: 1\nb: 1\n", theirs: "a: 1\nb: 1\nx: 1\n", merged: "x: 1\na: 1\nb: 1\nx: 1\n"},
		},
	} {
		t.Run(path, func(t *testing.T) {
			for _, c := range cases {
				c.run(t, ForPath(path))
			}
		})
	}
}

func TestABrokenMergeIsMarkedWhereScaleChangesTheFile(t *testing.T) {
	r := ForPath("x.yml")([]byte("x: 1\na: 1\nb: 1\nc: 1\n"), []byte("new: 0\nx: 1\na: 1\nb: 1\nc: 1\n"), []byte("x: 1\na: 2\nb: 1\nnew: 0\nc: 1\n"))
	want := "new: 0\nx: 1\n<<<<<<< yours\na: 1\n||||||| before\na: 1\n=======\na: 2\n>>>>>>> scale\nb: 1\n" +
		"<<<<<<< yours\n||||||| before\n=======\nnew: 0\n>>>>>>> scale\nc: 1\n"
	if string(r.Data) != want {
		t.Errorf("got\n%s\nwant\n%s", r.Data, want)
	}
	if len(r.Conflicts) != 1 || r.Conflicts[0].Line != 5 || !strings.Contains(r.Conflicts[0].Why, `line 5: the key "new"`) {
		t.Errorf("conflicts %+v: want the one place and the parser's line", r.Conflicts)
	}
}

func TestChecksNameTheLineOfAFault(t *testing.T) {
	for _, c := range []struct {
		claim, data string
		check       Check
		line        int // 0: no fault
	}{
		{"YAML with a key twice", "a: 1\nb:\n  c: 1\n  c: 2\n", CheckYAML, 4},
		{"YAML with a key twice in its second document", "a: 1\n---\na: 1\na: 2\n", CheckYAML, 4},
		{"YAML with a key twice in a list", "a:\n  - b: 1\n    b: 2\n", CheckYAML, 3},
		{"YAML that cannot be read", "a: 1\nb: c: 1\n", CheckYAML, 2},
		{"YAML with equal keys in different mappings", "a: {x: 1}\nb: {x: 1}\n", CheckYAML, 0},
		{"YAML with a number and its text as keys", "1: a\n\"1\": b\n", CheckYAML, 0},
		{"an empty YAML file", "", CheckYAML, 0},
		{"JSON with a key twice, nested", "{\"a\": [{\n\"b\": 1,\n\"b\": 2}]}", CheckJSON, 3},
		{"JSON with a comma too many", "{\n\"a\": 1,\n}", CheckJSON, 3},
		{"JSON that ends early", "{\n\"a\": [1,\n", CheckJSON, 2},
		{"two JSON values", "{}\n{}\n", CheckJSON, 2},
		{"JSON with equal keys in different objects", `{"a": {"x": 1}, "b": {"x": null}, "c": "x"}`, CheckJSON, 0},
		{"TOML with a key twice", "a = 1\na = 2\n", CheckTOML, 2},
		{"sound TOML", "[a]\nx = 1\n[b]\nx = 1\n", CheckTOML, 0},
		{"XML with crossed elements", "<a>\n<b>\n</a>\n</b>", CheckXML, 3},
		{"sound XML", "<?xml version=\"1.0\"?>\n<a><b/></a>\n", CheckXML, 0},
	} {
		t.Run(c.claim, func(t *testing.T) {
			err := c.check([]byte(c.data))
			var at *LineError
			switch {
			case c.line == 0 && err != nil:
				t.Errorf("got %v, want no fault", err)
			case c.line > 0 && (!errors.As(err, &at) || at.Line != c.line):
				t.Errorf("got %v, want a fault at line %d", err, c.line)
			}
		})
	}
}
