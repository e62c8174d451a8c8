package main

import (
	"net/http"
	"strings"
	"time"
)

func versionFaults() []fault {
	const (
		tags  = "an ETag changes with every change and only then"
		known = "who has the version already gets 304"
		old   = "a change of an old version is refused"
	)
	return []fault{
		{"an ETag never changes", tags, func(s *server) { s.tag = func(row) string { return `"1"` } }},
		{"POST has no ETag", tags, after(func(r *http.Request, a *answer) {
			if r.Method == http.MethodPost {
				a.header.Del("ETag")
			}
		})},
		{"PATCH has the ETag of before", tags, after(func(r *http.Request, a *answer) {
			if r.Method == http.MethodPatch && a.status == http.StatusOK {
				a.header.Set("ETag", `"1"`)
			}
		})},
		{"If-None-Match counts for nothing", known, inHeader("GET", "If-None-Match", func(string) string { return "" })},
		{"If-None-Match knows no weak tag", known, inHeader("GET", "If-None-Match", func(text string) string {
			if strings.HasPrefix(text, "W/") {
				return `"none"`
			}
			return text
		})},
		{"If-Match of a patch counts for nothing", old, inHeader("PATCH", "If-Match", func(string) string { return "" })},
		{"If-Match takes a weak tag", old, inHeader("PATCH", "If-Match", func(text string) string { return strings.TrimPrefix(text, "W/") })},
		{"If-Match reads one tag", old, inHeader("PATCH", "If-Match", func(text string) string {
			first, _, _ := strings.Cut(text, ",")
			return first
		})},
		{"If-Match of a deletion counts for nothing", "a deletion of an old version is refused", inHeader("DELETE", "If-Match", func(string) string { return "" })},
		{"changes at the same time overwrite each other", "of changes at the same time none is lost", func(s *server) { s.store = hasty{s.store} }},
	}
}

// inHeader lets a fault alter a header of requests with a method.
func inHeader(method, name string, alter func(text string) string) func(*server) {
	return before(func(r *http.Request) {
		if text := r.Header.Get(name); text != "" && r.Method == method {
			r.Header.Set(name, alter(text))
		}
	})
}

// hasty is a store that takes its time between the look at a version and the change, and does not look again.
type hasty struct{ store }

func (s hasty) replace(m module, old, r row) error {
	time.Sleep(5 * time.Millisecond)
	for {
		now, there := s.get(m, old.id)
		if !there {
			return errChanged
		}
		if err := s.store.replace(m, now, r); err != errChanged {
			return err
		}
	}
}
