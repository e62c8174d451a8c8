package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

func listFaults() []fault {
	const (
		sorts  = "a list sorts by every indexed field, both ways"
		limits = "a page has as many rows as limit says"
		bounds = "a limit that is out of bounds is refused"
		last   = "the last page has no next_cursor"
	)
	return []fault{
		{"a page begins at an offset", "every row is listed once while others are added", func(s *server) { s.page = offset }},
		{"text sorts without regard to case", sorts, inType("string", func(t *fieldType) {
			t.compare = func(a, b any) int { return strings.Compare(strings.ToLower(a.(string)), strings.ToLower(b.(string))) }
		})},
		{"decimals sort as text", sorts, inType("decimal", func(t *fieldType) { t.compare = byText })},
		{"rows without a value come first", sorts, func(s *server) {
			s.order = func(m module, q query, a, b row) int {
				if (a.values[q.sort] == nil) != (b.values[q.sort] == nil) {
					return s.ordered(m, q, b, a)
				}
				return s.ordered(m, q, a, b)
			}
		}},
		{"rows of one value are in one order both ways", sorts, func(s *server) {
			s.order = func(m module, q query, a, b row) int {
				if q.desc && q.sort != "id" && cursorText(a.values[q.sort]) == cursorText(b.values[q.sort]) {
					return strings.Compare(a.id, b.id)
				}
				return s.ordered(m, q, a, b)
			}
		}},
		{"the next page forgets the filter", "a filtered and sorted list is read to its end", inQuery(func(values url.Values) {
			if values.Has("cursor") {
				values.Del("state")
			}
		})},

		{"a page has one row more", limits, func(s *server) {
			s.page = func(m module, q query, rows []row) ([]row, *cursor) {
				q.limit++
				return s.keyset(m, q, rows)
			}
		}},
		{"every page has 20 rows", limits, func(s *server) {
			s.page = func(m module, q query, rows []row) ([]row, *cursor) {
				q.limit = 20
				return s.keyset(m, q, rows)
			}
		}},
		{"a limit that is too high is cut", bounds, inQuery(func(values url.Values) {
			if n, err := strconv.Atoi(values.Get("limit")); err == nil && n > 100 {
				values.Set("limit", "100")
			}
		})},
		{"a limit of nothing is none", bounds, inQuery(func(values url.Values) {
			if values.Get("limit") == "" {
				values.Del("limit")
			}
		})},
		{"the cursor of the last page is empty", last, after(func(_ *http.Request, a *answer) {
			if o := a.object(); o["items"] != nil && o["next_cursor"] == nil {
				o["next_cursor"] = ""
			}
		})},
		{"the cursor of the last page is null", last, both(
			after(func(_ *http.Request, a *answer) {
				if o := a.object(); o["items"] != nil && o["next_cursor"] == nil {
					o["next_cursor"] = nil
				}
			}),
			inDocument(func(document object) {
				for _, path := range at(document, "paths") {
					properties := at(path.(object), "get", "responses", "200", "content", "application/json", "schema", "properties")
					if properties["next_cursor"] != nil {
						properties["next_cursor"] = object{}
					}
				}
			}))},
		{"a list of nothing is null", "a list of nothing is empty, not null", both(
			after(func(_ *http.Request, a *answer) {
				if items, is := a.object()["items"].([]any); is && len(items) == 0 {
					a.object()["items"] = nil
				}
			}),
			inDocument(func(document object) {
				for _, path := range at(document, "paths") {
					at(path.(object), "get", "responses", "200", "content", "application/json", "schema")["properties"] = object{}
				}
			}))},
	}
}

// offset is the page behind as many rows as were read, wherever those are now.
func offset(_ module, q query, rows []row) ([]row, *cursor) {
	begin := 0
	if q.cursor != nil {
		begin, _ = strconv.Atoi(q.cursor.ID)
	}
	end := begin + q.limit
	if end >= len(rows) {
		return rows[min(begin, len(rows)):], nil
	}
	return rows[begin:end], &cursor{List: q.list, Sort: q.sort, Desc: q.desc, ID: strconv.Itoa(end)}
}
