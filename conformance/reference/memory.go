package main

import (
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// row is never altered: a change makes another one.
type row struct {
	id               string
	version          int64
	created, updated time.Time
	values           object // nil where a field has none
}

// store keeps the rows of every list. A problem says why it does not.
type store interface {
	get(m module, id string) (row, bool)
	all(m module) []row
	insert(m module, r row) error
	replace(m module, old, r row) error
	remove(m module, old row) error
}

// memory is a store in memory.
type memory struct {
	mu    sync.Mutex
	lists map[string]map[string]row // by path and id
}

func (s *memory) get(m module, id string) (row, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, there := s.lists[m.path][id]
	return r, there
}

func (s *memory) all(m module) []row {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.lists[m.path]))
}

func (s *memory) insert(m module, r row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := takenBy(m, r, slices.Collect(maps.Values(s.lists[m.path]))); err != nil {
		return err
	}
	if s.lists == nil {
		s.lists = map[string]map[string]row{}
	}
	if s.lists[m.path] == nil {
		s.lists[m.path] = map[string]row{}
	}
	s.lists[m.path][r.id] = r
	return nil
}

func (s *memory) replace(m module, old, r row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lists[m.path][old.id].version != old.version {
		return errChanged
	}
	if err := takenBy(m, r, slices.Collect(maps.Values(s.lists[m.path]))); err != nil {
		return err
	}
	s.lists[m.path][r.id] = r
	return nil
}

func (s *memory) remove(m module, old row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lists[m.path][old.id].version != old.version {
		return errChanged
	}
	delete(s.lists[m.path], old.id)
	return nil
}

var errChanged = newProblem(http.StatusConflict, "it has changed meanwhile")

// takenBy refuses a row with a unique value that another row has.
func takenBy(m module, r row, others []row) error {
	for _, f := range m.fields {
		for _, other := range others {
			if f.Unique && other.id != r.id && other.values[f.Name] == r.values[f.Name] && r.values[f.Name] != nil {
				return &problem{status: http.StatusConflict, detail: f.Name + " is taken", fields: []faulty{{f.Name, "is taken"}}}
			}
		}
	}
	return nil
}
