package manifest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAPartChangesOneListOfOneModule: as fields do, parts go into the text, and every comment stays, with any line ending.
func TestAPartChangesOneListOfOneModule(t *testing.T) {
	for claim, c := range map[string]struct {
		module string // how product stands in the manifest
		edit   Edit
		want   string
	}{
		"the first part opens a list": {
			"product: {fields: [name:string], created: 20261101000000} # mine\n", AddPart("job", "product", "send"),
			"product: {fields: [name:string], created: 20261101000000, jobs: [send]} # mine\n"},
		"the first part in a block opens a list in brackets": {
			"product:\n    fields: [name:string]\n    created: 20261101000000 # mine\n", AddPart("job", "product", "send"),
			"product:\n    fields: [name:string]\n    created: 20261101000000 # mine\n    jobs: [send]\n"},
		"lists of kinds stand sorted": {
			"product: {fields: [name:string], created: 20261101000000, reports: [sales]}\n", AddPart("job", "product", "send"),
			"product: {fields: [name:string], created: 20261101000000, jobs: [send], reports: [sales]}\n"},
		"lists of kinds stand sorted in a block too": {
			"product:\n    fields: [name:string]\n    # all of them\n    reports: [sales]\n    created: 20261101000000\n", AddPart("job", "product", "send"),
			"product:\n    fields: [name:string]\n    jobs: [send]\n    # all of them\n    reports: [sales]\n    created: 20261101000000\n"},
		"a part goes where its name sorts": {
			"product: {fields: [name:string], created: 20261101000000, jobs: [ask, \"send\"]}\n", AddPart("job", "product", "resize"),
			"product: {fields: [name:string], created: 20261101000000, jobs: [ask, resize, \"send\"]}\n"},
		"a part goes behind the last one of a list in lines": {
			"product:\n    fields: [name:string]\n    jobs:\n    - ask # why\n    created: 20261101000000\n", AddPart("job", "product", "send"),
			"product:\n    fields: [name:string]\n    jobs:\n    - ask # why\n    - send\n    created: 20261101000000\n"},
		"a part goes above the comments of the next one": {
			"product:\n    fields: [name:string]\n    jobs:\n      # slow\n      - send\n    created: 20261101000000\n", AddPart("job", "product", "ask"),
			"product:\n    fields: [name:string]\n    jobs:\n      - ask\n      # slow\n      - send\n    created: 20261101000000\n"},
		"an empty list is filled": {
			"product: {fields: [name:string], jobs: [ ], created: 20261101000000}\n", AddPart("job", "product", "send"),
			"product: {fields: [name:string], jobs: [send], created: 20261101000000}\n"},
		"one that is there stays as it is": {
			"product: {fields: [name:string], jobs: [send, ask], created: 20261101000000}\n", AddPart("job", "product", "send"),
			"product: {fields: [name:string], jobs: [send, ask], created: 20261101000000}\n"},
		"the last part takes its key along": {
			"product: {fields: [name:string], jobs: [send], created: 20261101000000} # mine\n", RemovePart("job", "product", "send"),
			"product: {fields: [name:string], created: 20261101000000} # mine\n"},
		"the last part at the end takes its key along": {
			"product: {fields: [name:string], created: 20261101000000, jobs: [send]}\n", RemovePart("job", "product", "send"),
			"product: {fields: [name:string], created: 20261101000000}\n"},
		"the last part in a block leaves its comments": {
			"product:\n    fields: [name:string]\n    jobs: # slow work\n      - send # mail\n    created: 20261101000000\n", RemovePart("job", "product", "send"),
			"product:\n    fields: [name:string]\n    # slow work\n    # mail\n    created: 20261101000000\n"},
		"the last part in brackets over lines leaves its comments": {
			"product: {fields: [name:string],\n    jobs: [ # slow work\n      send, # mail\n    ], # yes\n    created: 20261101000000}\n", RemovePart("job", "product", "send"),
			"product: {fields: [name:string],\n    # slow work\n    # mail\n    # yes\n    created: 20261101000000}\n"},
		"the first of several": {
			"product: {fields: [name:string], created: 20261101000000, jobs: [ask, send]}\n", RemovePart("job", "product", "ask"),
			"product: {fields: [name:string], created: 20261101000000, jobs: [send]}\n"},
		"one of several in brackets over lines leaves its comment": {
			"product: {fields: [name:string], created: 20261101000000, jobs: [\n    ask,\n    send, # mail\n    trim,\n  ]}\n", RemovePart("job", "product", "send"),
			"product: {fields: [name:string], created: 20261101000000, jobs: [\n    ask,\n    # mail\n    trim,\n  ]}\n"},
		"one of several in lines leaves its comment": {
			"product:\n    fields: [name:string]\n    jobs:\n      - ask\n      - send # mail\n    created: 20261101000000\n", RemovePart("job", "product", "send"),
			"product:\n    fields: [name:string]\n    jobs:\n      - ask\n      # mail\n    created: 20261101000000\n"},
		"a removed module takes its parts along": {
			"product: {fields: [name:string], created: 20261101000000, jobs: [send]}\n  zoo: {fields: [name:string], created: 20261101000000}\n", RemoveModule("product"),
			"zoo: {fields: [name:string], created: 20261101000000}\n"},
	} {
		t.Run(claim, func(t *testing.T) {
			const top = "version: 1\nname: shop\nstack: plain\nmodule_path: shop\n\n# stage 1 · one\nmodules:\n  "
			crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
			if got := edited(t, top+c.module, c.edit); got != top+c.want {
				t.Errorf("got\n%s\nwant\n%s", got, top+c.want)
			}
			if got := edited(t, crlf(top+c.module), c.edit); got != crlf(top+c.want) {
				t.Errorf("in CRLF got\n%q\nwant\n%q", got, crlf(top+c.want))
			}
		})
	}
}

func TestPartsThatMakeNoSenseSayWhy(t *testing.T) {
	text := strings.Replace(commented, "created: 20261101000000}", "created: 20261101000000, jobs: [send, trim], reports: [sales]}", 1)
	for claim, c := range map[string]struct{ old, now, want string }{
		"a misspelt key of a module names the nearest": {"jobs:", "jbos:", `scale.yaml:10: unknown key "jbos"; did you mean "jobs"?`},
		"a list that is none":                          {"jobs: [send, trim]", "jobs: send", "scale.yaml:10: jobs is a list of names, as in [first, second]"},
		"a part that stands twice":                     {"send, trim", "send, send", "module product has job send twice"},
		"two parts that meet in code":                  {"send, trim", "trim_it, trimit", "differs only in case or _"},
		"two kinds that meet in code":                  {"[sales]", "[send]", "module product has job send and report send: give one of them another name"},
	} {
		_, err := Parse([]byte(strings.Replace(text, c.old, c.now, 1)), schema)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", claim, err, c.want)
		}
	}
	d, err := Parse([]byte(text), schema)
	if err != nil {
		t.Fatal(err)
	}
	for claim, c := range map[string]struct {
		edit Edit
		want string
	}{
		"a module that is absent":       {AddPart("job", "produkt", "ask"), "there is no module produkt; did you mean product?"},
		"a removal from no module":      {RemovePart("job", "produkt", "ask"), "there is no module produkt; did you mean product?"},
		"a part that is absent":         {RemovePart("job", "product", "sned"), "module product has no job sned; did you mean send?"},
		"a part unlike any":             {RemovePart("job", "product", "frobnicate"), "there are send, trim"},
		"a module without parts":        {RemovePart("job", "review", "send"), "module review has no job send"},
		"a kind that there is not":      {AddPart("chore", "product", "ask"), "modules have no parts of the kind chore"},
		"a part that meets another one": {AddPart("job", "product", "s_end"), "write its jobs on one line"},
	} {
		if _, err := c.edit(d, noon); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", claim, err, c.want)
		}
	}
}

// TestAPartThatComesAndGoesLeavesNoTrace, in manifests that people wrote by hand in all the ways YAML has for a list.
func TestAPartThatComesAndGoesLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := 0
		comment := func() string {
			n++
			if rapid.Bool().Draw(t, "comment") {
				return fmt.Sprintf(" # note %d;", n)
			}
			return ""
		}
		names := rapid.SliceOfNDistinct(rapid.SampledFrom(strings.Fields("ask bill cut send trim wrap")), 0, 5, rapid.ID).Draw(t, "names")
		list := map[string]func() string{
			"brackets": func() string { return "[" + strings.Join(names, ", ") + "]" + comment() },
			"brackets over lines": func() string {
				text := "[" + comment() + "\n"
				for _, name := range names {
					text += "        " + name + "," + comment() + "\n"
				}
				return text + "      ]" + comment()
			},
			"lines": func() string {
				text := comment()
				for _, name := range names {
					text += "\n      - " + name + comment()
				}
				return text
			},
		}
		jobs := ""
		if len(names) > 0 {
			jobs = "    jobs: " + list[rapid.SampledFrom([]string{"brackets", "brackets over lines", "lines"}).Draw(t, "list")]() + "\n"
		}
		text := "version: 1\nname: shop\nstack: plain\nmodule_path: shop\n# stage 1 · one\nmodules:\n  product:" + comment() +
			"\n    fields: [name:string]" + comment() + "\n" + jobs + "    created: 20261101000000" + comment() + "\n  zoo: {fields: [a:int], created: 20261101000000}\n"
		d, err := Parse([]byte(text), schema)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		m, _ := d.Project.Module("product")
		name := rapid.SampledFrom(strings.Fields("aaa mmm zzz")).Draw(t, "new")
		added, err := AddPart("job", "product", name)(d, noon)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		back, err := RemovePart("job", "product", name)(added, noon)
		if err != nil || string(back.Bytes()) != text {
			t.Errorf("%v: %s came and went, and left\n%s\nof\n%s", err, name, back.Bytes(), text)
		}
		if len(m.Parts) == 0 {
			return
		}
		gone := rapid.SampledFrom(m.Parts).Draw(t, "gone")
		without, err := RemovePart("job", "product", gone.Name)(d, noon)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		for i := 1; i <= n; i++ {
			if note := fmt.Sprintf("# note %d;", i); strings.Count(text, note) != strings.Count(string(without.Bytes()), note) {
				t.Errorf("%q went with %s of\n%s\nwhich left\n%s", note, gone.Name, text, without.Bytes())
			}
		}
		if got, _ := without.Project.Module("product"); slices.Contains(got.Parts, gone) || len(got.Parts) != len(m.Parts)-1 {
			t.Errorf("%s is still in\n%s", gone.Name, without.Bytes())
		}
	})
}
