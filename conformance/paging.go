package conformance

import (
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/scalecli/scale/generator/manifest"
)

// paging are the promises about the order of lists and about reading them to their end.
func paging() []Check {
	return []Check{
		{Name: "a list sorts by every indexed field, both ways", run: sorts},
		{Name: "a filtered and sorted list is read to its end", run: filteredSorts},
		{Name: "every row is listed once while others are added", run: readWhileWriting}, // the others are quicker while lists are short
	}
}

// readWhileWriting walks lists in several orders while rows are added before and behind the place of reading.
func readWhileWriting(t *T) {
	t.eachModule(func(m module) {
		var mine []string
		for range 12 {
			mine = append(mine, t.create(m, nil).id)
		}
		sorts := []string{"id", "-id"}
		for _, name := range m.searchable() {
			sorts = append(sorts, name, "-"+name)
		}
		for _, sort := range sorts[:min(len(sorts), 6)] {
			writers := t.writeBeside(m)
			all := t.walk(m, url.Values{"sort": {sort}, "limit": {"10"}}, func() { t.create(m, nil) })
			writers.Wait()
			t.once(m, sort, mine, all)
		}
	})
}

// writeBeside adds some rows while a check goes on.
func (t *T) writeBeside(m module) *sync.WaitGroup {
	var writers sync.WaitGroup
	for range 2 {
		drafts := make([]object, 5)
		for i := range drafts {
			drafts[i] = t.draft(m, nil)
		}
		writers.Go(func() {
			for _, d := range drafts {
				if a, err := t.exchange(t.base, "POST", m.path, d); err != nil || !t.done(a) {
					t.Errorf("POST %s: %v", m.path, err)
				} else {
					t.made.row(m, d, a)
				}
			}
		})
	}
	return &writers
}

// once notes a fault unless each of these ids is there, and no id at all twice.
func (t *T) once(m module, sort string, ids []string, items []object) {
	count := map[string]int{}
	for _, item := range items {
		id, _ := item["id"].(string)
		if count[id]++; count[id] == 2 {
			t.Errorf("%s?sort=%s lists %s twice", m.path, sort, id)
		}
	}
	for _, id := range ids {
		if count[id] == 0 {
			t.Errorf("%s?sort=%s lacks %s", m.path, sort, id)
		}
	}
}

// sorts makes rows whose values are easily put in the wrong order, all indexed fields of a row at once.
func sorts(t *T) {
	t.eachModule(func(m module) {
		var mine []string
		for i := range 12 {
			mine = append(mine, t.create(m, t.tricky(m, i)).id)
		}
		for _, name := range append(m.searchable(), "id") {
			f, _ := m.Field(name) // none for id, which is a text as good as any
			for _, sort := range []string{name, "-" + name} {
				all := t.walk(m, url.Values{"sort": {sort}, "limit": {"9"}}, nothing)
				t.once(m, sort, mine, all)
				t.inOrder(m, f, sort, all)
			}
		}
	})
}

func filteredSorts(t *T) {
	t.eachField("an indexed field with few values", ofType("bool", "enum", "ref"), func(m module, f manifest.Field) {
		if !f.Searchable() || f.Unique {
			return
		}
		value, mine := t.example(m, f), []string{}
		for range 5 {
			mine = append(mine, t.create(m, object{f.Name: value}).id)
			t.create(m, object{f.Name: another(f, value)})
		}
		query := url.Values{f.Name: {text(value)}, "sort": {"-id"}, "limit": {"2"}}
		all := t.walk(m, query, nothing)
		t.once(m, "-id&"+f.Name+"="+text(value), mine, all)
		for _, item := range all {
			if !same(f, value, item[f.Name]) {
				t.Errorf("%s?%s lists a row with %v", m.path, query.Encode(), item[f.Name])
				break
			}
		}
		t.inOrder(m, manifest.Field{Name: "id"}, "-id", all)
	})
}

// another is a value that a field with few values could have instead, if it has a second one.
func another(f manifest.Field, value any) any {
	switch f.Type {
	case "bool":
		return value == false
	case "enum":
		if value == f.Enum[0] {
			return f.Enum[min(len(f.Enum), 2)-1]
		}
		return f.Enum[0]
	}
	return uuid.Must(uuid.NewV7()).String() // a row of another module, which may be gone
}

// tricky are the values of the i-th row, for each indexed field.
func (t *T) tricky(m module, i int) object {
	d := object{}
	for _, f := range m.Fields {
		if !f.Searchable() {
			continue
		}
		n := t.made.next()
		values := trickyValues(f, n)
		switch {
		case nullable(f) && i%4 == 3:
			d[f.Name] = nil
		case len(values) > 0:
			d[f.Name] = values[i%len(values)]
		}
	}
	return d
}

// trickyValues are few enough to stand in several rows, or differ with n where the field is unique.
func trickyValues(f manifest.Field, n int64) []any {
	switch {
	case f.Type == "string" && f.Unique:
		return []any{fmt.Sprint("B ", n), fmt.Sprint("a ", n), fmt.Sprint("é ", n), fmt.Sprint("Z ", n), fmt.Sprint("🍵 ", n), fmt.Sprint("\uffee ", n)}
	case f.Type == "string":
		return []any{"B", "a", "é", "Z", "10", "9", "🍵", "\uffee", "a b", "a-b", "e\u0301", "tea"}
	case f.Type == "int" && f.Unique:
		return []any{n, -n, 9 * n, -9 * n, 10 * n, -10 * n}
	case f.Type == "int":
		return []any{9, 10, -9, -10, 0, 100}
	case f.Type == "decimal" && f.Unique:
		return []any{fmt.Sprint(n, ".5"), fmt.Sprint("-", n, ".5"), fmt.Sprint(n, "0.25"), fmt.Sprint(n, "00"), fmt.Sprint("-", n, "00.01"), fmt.Sprint("0.", n%1e9+1)}
	case f.Type == "decimal":
		return []any{"9.5", "10", "-9", "-10.25", "9.50", "100.00", "0.5", "12345678901234567890.5", "12345678901234567890.4"}
	case f.Type == "date" && !f.Unique:
		return []any{"2026-11-23", "1999-12-31", "9999-01-01", "2026-02-28", "1582-10-15"}
	case f.Type == "time" && !f.Unique:
		return []any{"2026-11-23T08:15:00Z", "2026-11-23T08:15:00.5Z", "2026-11-23T10:15:00.25+02:00", "1999-12-31T23:59:59Z", "2026-11-23T08:14:59.999999Z"}
	case f.Type == "bool":
		return []any{true, false}
	}
	return nil
}

// inOrder notes a fault unless rows come sorted by a field, rows of one value by their ids, and those without last.
func (t *T) inOrder(m module, f manifest.Field, sort string, items []object) {
	turn := 1
	if strings.HasPrefix(sort, "-") {
		turn = -1
	}
	name := strings.TrimPrefix(sort, "-")
	for i := 1; i < len(items); i++ {
		a, b := items[i-1], items[i]
		order := 0
		switch {
		case a[name] == nil && b[name] == nil:
		case a[name] == nil:
			order = 1
		case b[name] == nil:
			order = -1
		default:
			order = turn * compare(f, a[name], b[name])
		}
		if order == 0 {
			order = turn * strings.Compare(fmt.Sprint(a["id"]), fmt.Sprint(b["id"]))
		}
		if order > 0 {
			t.Errorf("%s?sort=%s puts %v (%v) before %v (%v)", m.path, sort, a[name], a["id"], b[name], b["id"])
			return
		}
	}
}

// compare orders two values of a field, as they are in answers.
func compare(f manifest.Field, a, b any) int {
	left, right := fmt.Sprint(a), fmt.Sprint(b)
	switch f.Type {
	case "int", "decimal":
		x, okX := new(big.Rat).SetString(left)
		y, okY := new(big.Rat).SetString(right)
		if okX && okY {
			return x.Cmp(y)
		}
	case "time":
		x, errX := time.Parse(time.RFC3339Nano, left)
		y, errY := time.Parse(time.RFC3339Nano, right)
		if errX == nil && errY == nil {
			return x.Compare(y)
		}
	}
	return strings.Compare(left, right) // false comes before true in the alphabet too
}
