package conformance

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/scalecli/scale/generator/manifest"
)

// wire are the promises about how values look in JSON.
func wire() []Check {
	return []Check{
		{Name: "an answer has every field of the manifest and no other", run: allFields},
		{Name: "what was sent comes back", run: roundTrip},
		{Name: "a field that was left out is null", run: leftOut},
		{Name: "a decimal keeps its exact digits", run: keeps("decimal",
			"19.90", "0", "0.1", "100.00", "-0.50", "-7", "1234567890123456789.0123456789")},
		{Name: "an int is exact up to 2^53", run: keeps("int",
			json.Number("0"), json.Number("-1"), json.Number("9007199254740991"), json.Number("-9007199254740991"))},
		{Name: "a date is the day that was sent", run: keeps("date", "1582-10-15", "1970-01-01", "2024-02-29", "2026-11-23", "9999-12-31")},
		{Name: "a time is the moment that was sent, in UTC", run: times},
		{Name: "a text keeps each character", run: keeps("string, text",
			" tea ", "Grüße, 茶 🍵", "e\u0301", "\"\\/\b\f\n\r\t", "</script>", "'; DROP TABLE x; --", "%s%d", "\u202e\ufeff\u2028", strings.Repeat("茶", 200))},
		{Name: "every enum value is taken", run: enums},
		{Name: "created_at and updated_at are times in UTC", run: stamps},
		{Name: "ids are UUIDs of version 7, in the order of creation", run: ids},
	}
}

func allFields(t *T) {
	t.eachModule(func(m module) {
		want := []string{"created_at", "id", "updated_at"}
		for _, f := range m.Fields {
			want = append(want, f.Name)
		}
		slices.Sort(want)
		a := t.create(m, nil).answer
		if got := slices.Sorted(maps.Keys(a.object())); !slices.Equal(got, want) {
			t.Errorf("fields are %s, want %s: %s", strings.Join(got, ", "), strings.Join(want, ", "), a)
		}
	})
}

func roundTrip(t *T) {
	t.eachModule(func(m module) {
		for _, yes := range []bool{true, false} {
			r := t.create(m, truths(m, yes))
			for _, a := range []answer{r.answer, t.ask("GET", r.path, nil)} {
				for _, f := range m.Fields {
					if got := a.object()[f.Name]; !same(f, r.draft[f.Name], got) {
						t.Errorf("%s was sent as %v and is %v: %s", f.Name, r.draft[f.Name], got, a)
					}
				}
			}
		}
	})
}

// truths gives every field of type bool one value.
func truths(m module, yes bool) object {
	d := object{}
	for _, f := range m.Fields {
		if f.Type == "bool" {
			d[f.Name] = yes
		}
	}
	return d
}

func leftOut(t *T) {
	t.eachField("an optional field", nullable, func(m module, f manifest.Field) {
		d := t.draft(m, nil)
		delete(d, f.Name)
		a := t.ask("POST", m.path, d)
		if !t.done(a) {
			return
		}
		r := t.made.row(m, d, a)
		for _, a := range []answer{a, t.ask("GET", r.path, nil)} {
			if got, there := a.object()[f.Name]; got != nil || !there {
				t.Errorf("%s is not null: %s", f.Name, a)
			}
		}
	})
}

// keeps sends fields of some types values that are easily spoilt.
func keeps(types string, values ...any) func(*T) {
	return func(t *T) {
		kinds := strings.Split(types, ", ")
		t.eachField("a field of type "+strings.Join(kinds, " or "), ofType(kinds...), func(m module, f manifest.Field) {
			for _, value := range values {
				t.kept(m, f, value, func(got any) bool { return equal(got, value) })
			}
		})
	}
}

// kept stores a value, which must be there when the row is read. A value of a unique field may be taken by a row that is
// not the suite's.
func (t *T) kept(m module, f manifest.Field, value any, is func(got any) bool) {
	d := t.draft(m, object{f.Name: value})
	a := t.ask("POST", m.path, d)
	if f.Unique && a.status == 409 || !t.done(a) {
		return
	}
	r := t.made.row(m, d, a)
	for _, a := range []answer{a, t.ask("GET", r.path, nil)} {
		if got := a.object()[f.Name]; !is(got) {
			t.Errorf("%s was sent as %v and is %v: %s", f.Name, value, got, a)
		}
	}
	if f.Unique {
		t.ask("DELETE", r.path, nil)
	}
}

// utc is a time as it is promised: RFC 3339, Z for the zone.
var utc = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$`)

func times(t *T) {
	sent := []string{"2026-11-23T08:15:00Z", "2026-11-23T10:15:01+02:00", "2026-11-22T20:45:30.5-11:30", "2024-02-29T23:59:59.123456Z",
		"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-29T02:30:00Z"}
	t.eachField("a field of type time", ofType("time"), func(m module, f manifest.Field) {
		for _, value := range sent {
			t.kept(m, f, value, func(got any) bool {
				text, _ := got.(string)
				return utc.MatchString(text) && same(f, value, text)
			})
		}
	})
}

func enums(t *T) {
	t.eachField("a field of type enum", ofType("enum"), func(m module, f manifest.Field) {
		for _, value := range f.Enum {
			t.kept(m, f, value, func(got any) bool { return equal(got, value) })
		}
	})
}

func stamps(t *T) {
	t.eachModule(func(m module) {
		r := t.create(m, nil)
		for _, name := range []string{"created_at", "updated_at"} {
			text, _ := r.answer.object()[name].(string)
			if at, err := time.Parse(time.RFC3339Nano, text); !utc.MatchString(text) || err != nil || time.Since(at).Abs() > time.Hour {
				t.Errorf("%s is %q: %s", name, text, r.answer)
			}
		}
	})
}

func ids(t *T) {
	t.eachModule(func(m module) {
		last := ""
		for range 5 {
			r := t.create(m, nil)
			id, err := uuid.Parse(r.id)
			if err != nil || id.Version() != 7 || id.Variant() != uuid.RFC4122 || id.String() != r.id {
				t.Fatalf("%q is no UUID of version 7: %s", r.id, r.answer)
			}
			if r.id <= last {
				t.Errorf("%s comes after %s, and is not greater", r.id, last)
			}
			last = r.id
			time.Sleep(2 * time.Millisecond) // a UUID counts milliseconds
		}
	})
}
