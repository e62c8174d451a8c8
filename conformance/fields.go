package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/manifest"
)

// fields are the promises about what a field takes. What it does not take is refused with its name.
func fields() []Check {
	return []Check{
		{Name: "a required field that is missing is named", run: missingFields},
		{Name: "null in a required field is named", run: nullFields},
		{Name: "a field that there is not is named", run: unknownFields},
		{Name: "all faulty fields are named at once", run: severalFields},
		{Name: "a value of another JSON type is named", run: otherTypes},
		{Name: "a text that is too long or holds NUL is named", run: badValues("string, text", "\x00", "tea\x00", strings.Repeat("x", 100_000))},
		{Name: "an int beyond 2^53 is named", run: badValues("int",
			json.Number("9007199254740993"), json.Number("-9007199254740993"), json.Number("9223372036854775808"), json.Number("1e30"))},
		{Name: "an int with a fraction is named", run: badValues("int", json.Number("1.5"), json.Number("-0.1"))},
		{Name: "a decimal that is no plain number is named", run: badValues("decimal",
			"", "tea", "1e5", "NaN", "Infinity", "+1", " 1", "1 ", "1.", ".5", "1,5", "0x10", "1_000", "--1", "١")},
		{Name: "a date that the calendar lacks is named", run: badValues("date",
			"", "tea", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-01", "23.11.2026", "2026-1-1", "2026-11-23T08:15:00Z", "20261123")},
		{Name: "a time without its zone is named", run: badValues("time", "2026-11-23T08:15:00", "2026-11-23 08:15:00")},
		{Name: "a time that is none is named", run: badValues("time",
			"", "tea", "2026-11-23", "2026-02-30T08:15:00Z", "2026-11-23T25:00:00Z", "2026-11-23T08:61:00Z", "1795421700")},
		{Name: "an enum value that there is not is named", run: badEnums},
		{Name: "a UUID that is none is named", run: badValues("uuid, ref",
			"", "tea", "1", "01a20895-0000-7000-8000-00000000000", "01a20895-0000-7000-8000-00000000000g")},
	}
}

// refused notes a fault unless the answer refuses a field and names it.
func (t *T) refused(a answer, field string) {
	if t.want(a, 422, 400) && !slices.Contains(faulty(a), field) {
		t.Errorf("the errors do not name %q: %s", field, a)
	}
}

// faulty are the fields that a problem names.
func faulty(a answer) []string {
	var names []string
	list, _ := a.object()["errors"].([]any)
	for _, item := range list {
		o, _ := item.(object)
		if name, ok := o["field"].(string); ok {
			names = append(names, name)
		}
	}
	return names
}

func required(f manifest.Field) bool { return !nullable(f) }

func missingFields(t *T) {
	t.eachField("a required field", required, func(m module, f manifest.Field) {
		d := t.draft(m, nil)
		delete(d, f.Name)
		t.refused(t.misuse("POST", m.path, d), f.Name)
	})
}

func nullFields(t *T) {
	t.eachField("a required field", required, func(m module, f manifest.Field) { t.refusedValue(m, f, nil) })
}

// refusedValue sends a value in a new row and in a patch.
func (t *T) refusedValue(m module, f manifest.Field, value any) {
	t.refused(t.misuse("POST", m.path, t.draft(m, object{f.Name: value})), f.Name)
	t.refused(t.misuse("PATCH", t.victim(m), object{f.Name: value}), f.Name)
}

// victim is the path of a row whose values do not matter.
func (t *T) victim(m module) string {
	if t.victims[m.Name] == "" {
		t.victims[m.Name] = t.create(m, nil).path
	}
	return t.victims[m.Name]
}

// unknownFields sends names that no client can set: foreign ones, those of the server, and one in another case.
func unknownFields(t *T) {
	t.eachModule(func(m module) {
		names := []string{"no_such_field", "id", "created_at", "updated_at", "version", "__proto__"}
		for _, f := range m.Fields {
			names = append(names, strings.ToUpper(f.Name))
		}
		for _, name := range names {
			if _, has := m.Field(name); has {
				continue
			}
			d := t.draft(m, nil)
			d[name] = "2026-11-23T08:15:00Z"
			t.refused(t.misuse("POST", m.path, d), name)
			t.refused(t.misuse("PATCH", t.victim(m), object{name: "2026-11-23T08:15:00Z"}), name)
		}
	})
}

func severalFields(t *T) {
	t.eachModule(func(m module) {
		d, bad := t.draft(m, nil), []string{}
		for _, f := range m.Fields {
			d[f.Name], bad = object{}, append(bad, f.Name)
		}
		a := t.misuse("POST", m.path, d)
		got := faulty(a)
		slices.Sort(got)
		slices.Sort(bad)
		if t.want(a, 422, 400) && !slices.Equal(slices.Compact(got), bad) {
			t.Errorf("the errors name %s, and %s are faulty: %s", strings.Join(got, ", "), strings.Join(bad, ", "), a)
		}
	})
}

// otherTypes sends each field a value of every JSON type but its own.
func otherTypes(t *T) {
	values := map[string]any{"a string": "tea", "a number": 1, "a boolean": true, "an object": object{}, "an array": []any{}}
	own := map[string]string{"int": "a number", "bool": "a boolean"}
	t.eachField("a field", func(manifest.Field) bool { return true }, func(m module, f manifest.Field) {
		for _, kind := range slices.Sorted(maps.Keys(values)) {
			if mine, ok := own[f.Type]; kind == mine || !ok && kind == "a string" {
				continue
			}
			t.refusedValue(m, f, values[kind])
		}
		switch f.Type {
		case "int":
			t.refusedValue(m, f, "1")
		case "bool":
			t.refusedValue(m, f, "true")
		}
	})
}

// badValues sends fields of some types values that are none of theirs.
func badValues(types string, values ...any) func(*T) {
	return func(t *T) {
		what := fmt.Sprintf("a field of type %s", strings.ReplaceAll(types, ", ", " or "))
		t.eachField(what, ofType(strings.Split(types, ", ")...), func(m module, f manifest.Field) {
			for _, value := range values {
				t.refusedValue(m, f, value)
			}
		})
	}
}

func badEnums(t *T) {
	t.eachField("a field of type enum", ofType("enum"), func(m module, f manifest.Field) {
		for _, value := range []string{"", "no such value", strings.ToUpper(f.Enum[0]), f.Enum[0] + " "} {
			t.refusedValue(m, f, value)
		}
	})
}
