package main

import (
	"net/http"
	"strings"
	"sync"

	"github.com/google/uuid"
)

func routeFaults() []fault {
	const (
		created = "a created row is where Location says"
		deleted = "a deleted row is gone"
		methods = "a method that a path lacks is refused with those it has"
		paths   = "a path that nothing has is not found"
		heads   = "HEAD answers as GET does, without a body"
	)
	return []fault{
		{"POST answers 200", created, func(s *server) { s.created = http.StatusOK }},
		{"POST has no Location", created, after(func(_ *http.Request, a *answer) { a.header.Del("Location") })},
		{"Location leads nowhere", created, after(func(_ *http.Request, a *answer) {
			if a.header.Get("Location") != "" {
				a.header.Set("Location", "/products/"+a.object()["id"].(string))
			}
		})},
		{"DELETE answers 200 with the row", deleted, func(s *server) { s.deleted = http.StatusOK }},
		{"a deleted row can still be read", deleted, func(s *server) { s.store = &remembering{store: s.store} }},
		{"an id that is no UUID is a 400", "an id that nothing has is not found", after(func(r *http.Request, a *answer) {
			id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
			if a.status == http.StatusNotFound && strings.Count(r.URL.Path, "/") == 4 && uuid.Validate(id) != nil {
				a.refuse(http.StatusBadRequest)
			}
		})},
		{"the root is a page of welcome", paths, after(func(r *http.Request, a *answer) {
			if r.URL.Path == "/" {
				a.pass(http.StatusOK, "<h1>Welcome</h1>")
			}
		})},
		{"what is below a probe is the probe", paths, before(func(r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/livez/") {
				r.URL.Path = "/livez"
			}
		})},
		{"a 405 lacks Allow", methods, after(func(_ *http.Request, a *answer) { a.header.Del("Allow") })},
		{"a 405 allows what it refuses", methods, after(func(r *http.Request, a *answer) {
			if a.status == http.StatusMethodNotAllowed {
				a.header.Add("Allow", r.Method)
				a.header.Set("Allow", strings.Join(a.header["Allow"], ", "))
			}
		})},
		{"a method that a path lacks is a 404", methods, after(func(_ *http.Request, a *answer) {
			if a.status == http.StatusMethodNotAllowed {
				a.refuse(http.StatusNotFound)
			}
		})},
		{"HEAD is a method that every path lacks", heads, after(func(r *http.Request, a *answer) {
			if r.Method == http.MethodHead {
				a.status, a.body = http.StatusMethodNotAllowed, nil
			}
		})},
		{"HEAD has no ETag", heads, after(func(r *http.Request, a *answer) {
			if r.Method == http.MethodHead {
				a.header.Del("ETag")
			}
		})},
	}
}

// remembering is a store that only hides a deleted row from lists.
type remembering struct {
	store
	gone sync.Map // by id
}

func (s *remembering) get(m module, id string) (row, bool) {
	if old, is := s.gone.Load(id); is {
		return old.(row), true
	}
	return s.store.get(m, id)
}

func (s *remembering) remove(m module, old row) error {
	s.gone.Store(old.id, old)
	return s.store.remove(m, old)
}
