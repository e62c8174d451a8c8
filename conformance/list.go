package conformance

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/scalecli/scale/generator/manifest"
)

// lists are the promises about what a list takes in its query.
func lists() []Check {
	return []Check{
		{Name: "a page has as many rows as limit says", run: limits},
		{Name: "a limit that is out of bounds is refused", run: badLimits},
		{Name: "the last page has no next_cursor", run: lastPages},
		{Name: "a list of nothing is empty, not null", run: emptyLists},
		{Name: "a filter gives the rows that have the value, and no other", run: filters},
		{Name: "a filter by any other field is refused with those allowed", run: otherFilters},
		{Name: "a filter with a value of another type is refused", run: badFilters},
		{Name: "a sort by any other field is refused with those allowed", run: otherSorts},
		{Name: "a parameter that stands twice is refused", run: twice},
		{Name: "a cursor of another sort is refused", run: otherSortCursors},
		{Name: "a cursor of another list is refused", run: otherListCursors},
		{Name: "a cursor that is none is refused", run: badCursors},
	}
}

// page is one answer of a list.
type page struct {
	answer
	items []object
	next  string
}

// list asks for a page.
func (t *T) list(m module, query url.Values) page {
	a := t.must(t.ask("GET", m.path+"?"+query.Encode(), nil), 200)
	p := page{answer: a}
	items, ok := a.object()["items"].([]any)
	if !ok {
		t.Fatalf("no items: %s", a)
	}
	for _, item := range items {
		o, _ := item.(object)
		p.items = append(p.items, o)
	}
	p.next, _ = a.object()["next_cursor"].(string)
	return p
}

// walk reads a list to its end and calls between after each page but the last.
func (t *T) walk(m module, query url.Values, between func()) []object {
	var all []object
	query = copied(query)
	for range 100_000 {
		p := t.list(m, query)
		all = append(all, p.items...)
		if p.next == "" {
			return all
		}
		query.Set("cursor", p.next)
		between()
	}
	t.Fatalf("%s does not end", m.path)
	return nil
}

func copied(query url.Values) url.Values {
	c := url.Values{}
	for name, values := range query {
		c[name] = slices.Clone(values)
	}
	return c
}

func nothing() {}

func limits(t *T) {
	t.eachModule(func(m module) {
		for range 5 {
			t.create(m, nil)
		}
		for _, limit := range []int{1, 2, 5} {
			if p := t.list(m, url.Values{"limit": {strconv.Itoa(limit)}}); len(p.items) != limit {
				t.Errorf("%d rows: %s", len(p.items), p)
			}
		}
		t.list(m, url.Values{"limit": {"100"}})
	})
}

func badLimits(t *T) {
	t.eachModule(func(m module) {
		for _, limit := range []string{"", "0", "-1", "101", "1000000000000000000000", "x", "1.5", "1e1", " 1"} {
			t.refusedQuery(m, url.Values{"limit": {limit}}, "limit")
		}
	})
}

// refusedQuery notes a fault unless a list refuses a query with a detail that holds these words.
func (t *T) refusedQuery(m module, query url.Values, words ...string) {
	a := t.misuse("GET", m.path+"?"+query.Encode(), nil)
	if !t.want(a, 400) {
		return
	}
	detail, _ := a.object()["detail"].(string)
	said := strings.FieldsFunc(detail, func(r rune) bool { return r != '_' && (r < '0' || r > '9' && r < 'a' || r > 'z') })
	for _, word := range words {
		if !slices.Contains(said, word) {
			t.Errorf("the detail does not name %q: %s", word, a)
		}
	}
}

func lastPages(t *T) {
	t.eachModule(func(m module) {
		t.create(m, nil)
		last := t.list(m, url.Values{"sort": {"-id"}, "limit": {"100"}})
		for last.next != "" {
			last = t.list(m, url.Values{"sort": {"-id"}, "limit": {"100"}, "cursor": {last.next}})
		}
		if _, there := last.object()["next_cursor"]; there {
			t.Errorf("the last page has a next_cursor: %s", last)
		}
	})
}

func emptyLists(t *T) {
	t.eachField("an indexed field that can be free of a value", freely, func(m module, f manifest.Field) {
		r := t.create(m, nil)
		t.done(t.ask("DELETE", r.path, nil))
		a := t.must(t.ask("GET", m.path+"?"+url.Values{f.Name: {text(r.draft[f.Name])}}.Encode(), nil), 200)
		if items, ok := a.object()["items"].([]any); !ok || len(items) != 0 {
			t.Errorf("want no items: %s", a)
		}
	})
}

// freely are the fields whose example values are used once.
func freely(f manifest.Field) bool {
	return f.Searchable() && (f.Type == "string" || f.Type == "int" || f.Type == "decimal" || f.Type == "uuid")
}

// text is a value as a query has it.
func text(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	data, _ := bytesOf(value) // examples always marshal
	return string(data)
}

func filters(t *T) {
	t.eachField("an indexed field", searchable, func(m module, f manifest.Field) {
		t.create(m, nil)
		r := t.create(m, nil)
		query := url.Values{f.Name: {text(r.draft[f.Name])}, "limit": {"100"}}
		for _, item := range t.list(m, query).items { // another check looks at the pages behind
			if !same(f, r.draft[f.Name], item[f.Name]) {
				t.Errorf("%s?%s=%s gives a row with %v", m.path, f.Name, text(r.draft[f.Name]), item[f.Name])
			}
		}
		mine := func(item object) bool { return item["id"] == r.id }
		if !slices.ContainsFunc(t.walk(m, query, nothing), mine) {
			t.Errorf("%s?%s=%s lacks the row %s", m.path, f.Name, text(r.draft[f.Name]), r.id)
		}
	})
}

func searchable(f manifest.Field) bool { return f.Searchable() }

// otherNames are names that a list does not take: those of fields without an index, of the server's, and foreign ones.
func otherNames(m module) []string {
	names := []string{"created_at", "updated_at", "no_such_field", "Limit"}
	for _, f := range m.Fields {
		if !f.Searchable() {
			names = append(names, f.Name)
		}
	}
	return names
}

func otherFilters(t *T) {
	t.eachModule(func(m module) {
		for _, name := range otherNames(m) {
			t.refusedQuery(m, url.Values{name: {"1"}}, m.searchable()...)
		}
	})
}

func otherSorts(t *T) {
	t.eachModule(func(m module) {
		for _, name := range append(otherNames(m), "", "-", "id,id", "id desc", "--id") {
			t.refusedQuery(m, url.Values{"sort": {name}}, append(m.searchable(), "sort")...)
		}
	})
}

func badFilters(t *T) {
	bad := map[string]string{"int": "tea", "decimal": "tea", "bool": "maybe", "date": "tea", "time": "tea", "uuid": "tea", "ref": "tea", "string": "\x00"}
	typed := func(f manifest.Field) bool { return f.Searchable() && bad[f.Type] != "" }
	t.eachField("an indexed field with a type", typed, func(m module, f manifest.Field) {
		t.refusedQuery(m, url.Values{f.Name: {bad[f.Type]}}, f.Name)
		for _, odd := range []string{"", "%00", "%ff", "'", "%27%3B--", strings.Repeat("9", 400), "-0", "null", "[]", "1e999"} {
			t.ours(t.misuse("GET", m.path+"?"+f.Name+"="+odd, nil)) // some of them are values of some types
		}
	})
}

func twice(t *T) {
	t.eachModule(func(m module) {
		t.refusedQuery(m, url.Values{"limit": {"1", "2"}}, "limit")
		t.refusedQuery(m, url.Values{"limit": {"1", "1"}}, "limit")
		t.refusedQuery(m, url.Values{"sort": {"id", "-id"}}, "sort")
		for _, f := range m.Fields {
			if f.Searchable() {
				value := text(t.example(m, f))
				t.refusedQuery(m, url.Values{f.Name: {value, value}}, f.Name)
			}
		}
	})
}

// cursor is that of a list with more than one page.
func (t *T) cursor(m module) string {
	t.create(m, nil)
	t.create(m, nil)
	next := t.list(m, url.Values{"limit": {"1"}}).next
	if next == "" {
		t.Fatalf("%s?limit=1 has no next_cursor, and there are more rows", m.path)
	}
	return next
}

func otherSortCursors(t *T) {
	t.eachModule(func(m module) {
		cursor := t.cursor(m)
		for _, sort := range append(m.searchable(), "-id") {
			t.refusedQuery(m, url.Values{"sort": {sort}, "cursor": {cursor}}, "cursor")
		}
	})
}

func otherListCursors(t *T) {
	if len(t.modules) < 2 {
		t.Skipf("the project has one list at most")
	}
	t.eachModule(func(m module) {
		cursor := t.cursor(m)
		for _, other := range t.modules {
			if other.Name != m.Name {
				t.refusedQuery(other, url.Values{"cursor": {cursor}}, "cursor")
			}
		}
	})
}

// badCursors sends nonsense, empty JSON in several spellings, and a cursor that lost or gained something on its way.
func badCursors(t *T) {
	t.eachModule(func(m module) {
		cursor := t.cursor(m)
		for _, bad := range []string{
			"", "tea", "0", "!", "\x00", uuid.NewString(), "e30", "e30=", "W10", "bnVsbA", "IiI", "MA",
			cursor + "x", cursor[1:], cursor[:len(cursor)/2], cursor[:len(cursor)-1], cursor + cursor,
		} {
			t.refusedQuery(m, url.Values{"cursor": {bad}}, "cursor")
		}
	})
}
