package main

import (
	"net/http"
	"slices"
	"strings"
)

func patchFaults() []fault {
	const (
		kinds  = "a patch comes as JSON or as a merge patch"
		stamps = "updated_at moves with a change, and created_at does not"
		taken  = "a value that is taken is refused with its field"
	)
	return []fault{
		{"a patch empties what it does not name", "a patch changes what it names and nothing else", inPatch(func(f field, sent object) {
			if _, there := sent[f.Name]; !there {
				sent[f.Name] = nil
			}
		})},
		{"null in a patch counts for nothing", "null in a patch clears an optional field", inPatch(func(f field, sent object) {
			if sent[f.Name] == nil {
				delete(sent, f.Name)
			}
		})},
		{"a merge patch is refused by its type", kinds, before(func(r *http.Request) {
			if strings.Contains(r.Header.Get("Content-Type"), "merge") {
				r.Header.Set("Content-Type", "text/plain")
			}
		})},
		{"a type with a charset is refused", kinds, before(func(r *http.Request) {
			if strings.Contains(r.Header.Get("Content-Type"), ";") {
				r.Header.Set("Content-Type", "text/plain")
			}
		})},
		{"a patch that is refused makes a new version", "a patch that is refused changes nothing", func(s *server) {
			s.members = append(s.members, func(r *http.Request, m module, sent object) {
				old, there := s.store.get(m, strings.TrimPrefix(r.URL.Path, m.path+"/"))
				if _, bad := sent["no_such_field"]; bad && there {
					again := old
					again.version++
					_ = s.store.replace(m, old, again)
				}
			})
		}},
		{"updated_at stays", stamps, inRows(func(_ module, _ row, shown object) { shown["updated_at"] = shown["created_at"] })},
		{"created_at moves with a change", stamps, inRows(func(_ module, _ row, shown object) { shown["created_at"] = shown["updated_at"] })},
		{"a value can be taken twice", taken, func(s *server) { s.store = careless{s.store} }},
		{"the field of a taken value is not named", taken, after(func(_ *http.Request, a *answer) {
			if a.status == http.StatusConflict {
				delete(a.object(), "errors")
			}
		})},
		{"a taken value is a 422", taken, after(func(_ *http.Request, a *answer) {
			if a.status == http.StatusConflict && a.object()["errors"] != nil {
				a.refuse(http.StatusUnprocessableEntity)
			}
		})},
		{"a deleted row keeps its values", "a value is free again when its row is gone", func(s *server) { s.store = &grudging{store: s.store} }},
	}
}

// inPatch lets a fault alter what a patch says of each optional field.
func inPatch(alter func(f field, sent object)) func(*server) {
	return inMembers(func(r *http.Request, m module, sent object) {
		for _, f := range m.fields {
			if f.Optional && r.Method == http.MethodPatch {
				alter(f, sent)
			}
		}
	})
}

// careless is a store that knows no unique fields.
type careless struct{ store }

func (s careless) insert(m module, r row) error       { return s.store.insert(free(m), r) }
func (s careless) replace(m module, old, r row) error { return s.store.replace(free(m), old, r) }

func free(m module) module {
	m.fields = slices.Clone(m.fields)
	for i := range m.fields {
		m.fields[i].Unique = false
	}
	return m
}

// grudging is a store where deleted rows are in the way of new ones.
type grudging struct {
	store
	gone memory
}

func (s *grudging) insert(m module, r row) error {
	if err := takenBy(m, r, s.gone.all(m)); err != nil {
		return err
	}
	return s.store.insert(m, r)
}

func (s *grudging) remove(m module, old row) error {
	if err := s.store.remove(m, old); err != nil {
		return err
	}
	return s.gone.insert(free(m), old)
}
