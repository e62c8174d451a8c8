package main

import (
	"net/http"
	"net/url"
	"strings"
)

func queryFaults() []fault {
	const (
		filters = "a filter gives the rows that have the value, and no other"
		others  = "a filter by any other field is refused with those allowed"
		typed   = "a filter with a value of another type is refused"
		unknown = "a sort by any other field is refused with those allowed"
	)
	return []fault{
		{"a filter by a time counts for nothing", filters, inType("time", func(t *fieldType) { t.equal = func(_, _ any) bool { return true } })},
		{"a filter by a time finds nothing", filters, inType("time", func(t *fieldType) { t.equal = func(_, _ any) bool { return false } })},
		{"a parameter that there is not counts for nothing", others, inQuery(func(values url.Values) { values.Del("no_such_field") })},
		{"a filter without an index is taken", others, inQuery(func(values url.Values) { values.Del("fragile") })},
		{"a filter that is refused is not told what is allowed", others, after(func(_ *http.Request, a *answer) {
			if strings.Contains(a.detail(), "is not known") {
				a.object()["detail"] = "a parameter is not known"
			}
		})},
		{"a filter with a bad value finds nothing", typed, after(func(_ *http.Request, a *answer) {
			if strings.HasPrefix(a.detail(), "stock must") {
				a.pass(http.StatusOK, object{"items": []any{}})
			}
		})},
		{"a filter with a bad value is a 500", typed, after(func(_ *http.Request, a *answer) {
			if strings.HasPrefix(a.detail(), "price must") {
				a.refuse(http.StatusInternalServerError)
			}
		})},
		{"a sort by a field without an index is taken", unknown, inQuery(func(values url.Values) {
			if values.Get("sort") == "fragile" {
				values.Set("sort", "id")
			}
		})},
		{"a sort that there is not counts for nothing", unknown, inQuery(func(values url.Values) {
			if strings.Contains(values.Get("sort"), "no_such_field") {
				values.Del("sort")
			}
		})},
		{"of a parameter that stands twice the last counts", "a parameter that stands twice is refused", inQuery(func(values url.Values) {
			for name, texts := range values {
				values[name] = texts[len(texts)-1:]
			}
		})},
	}
}

func cursorFaults() []fault {
	const none = "a cursor that is none is refused"
	return []fault{
		{"a cursor is good for every sort", "a cursor of another sort is refused", func(s *server) {
			s.fits = func(q query, c cursor) bool { return c.List == q.list }
		}},
		{"a cursor is good for every list", "a cursor of another list is refused", func(s *server) {
			s.fits = func(q query, c cursor) bool { return c.Sort == q.sort && c.Desc == q.desc }
		}},
		{"a cursor of nonsense begins at the first page", none, inQuery(func(values url.Values) {
			if _, err := decodeCursor(values.Get("cursor")); err != nil {
				values.Del("cursor")
			}
		})},
		{"a cursor of empty JSON begins at the first page", none, inQuery(func(values url.Values) {
			if values.Get("cursor") == "e30" {
				values.Del("cursor")
			}
		})},
		{"a cursor of nonsense is a 500", none, after(func(_ *http.Request, a *answer) {
			if strings.HasPrefix(a.detail(), "cursor is none") {
				a.refuse(http.StatusInternalServerError)
			}
		})},
	}
}
