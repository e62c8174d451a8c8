package main

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *server) create(m module, r *http.Request) (*answer, error) {
	values, err := s.values(m, r, nil)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	made := row{s.newID(), 1, now, now, values}
	defer s.cache.wrote(m.path, r)
	if err := s.store.insert(m, made); err != nil {
		return nil, err
	}
	a := s.one(s.created, m, made)
	a.header.Set("Location", m.path+"/"+made.id)
	return a, nil
}

func (s *server) read(m module, r *http.Request) (*answer, error) {
	kept, told, err := s.cache.get(m.path, r.URL.Path, func() (any, error) { return s.present(m, r) })
	if err != nil {
		return say(told, nil, err)
	}
	found := kept.(row)
	if err := s.matching(r, found); err != nil {
		return say(told, nil, err)
	}
	a := s.one(http.StatusOK, m, found)
	if known(r.Header.Get("If-None-Match"), s.tag(found)) {
		a.status, a.body = http.StatusNotModified, nil
	}
	return say(told, a, nil)
}

func (s *server) change(m module, r *http.Request) (*answer, error) {
	old, err := s.find(m, r)
	if err != nil {
		return nil, err
	}
	values, err := s.values(m, r, old.values)
	if err != nil {
		return nil, err
	}
	changed := row{old.id, old.version + 1, old.created, time.Now(), values}
	defer s.cache.wrote(m.path, r)
	if err := s.store.replace(m, old, changed); err != nil {
		return nil, err
	}
	return s.one(http.StatusOK, m, changed), nil
}

func (s *server) remove(m module, r *http.Request) (*answer, error) {
	old, err := s.find(m, r)
	if err != nil {
		return nil, err
	}
	a := newAnswer(s.deleted, nil)
	if s.deleted == http.StatusOK {
		a.body = s.show(m, old)
	}
	defer s.cache.wrote(m.path, r)
	return a, s.store.remove(m, old)
}

// find is the row that a path names, in the version that If-Match asks for.
func (s *server) find(m module, r *http.Request) (row, error) {
	found, err := s.present(m, r)
	if err != nil {
		return row{}, err
	}
	return found, s.matching(r, found)
}

// present is the row that a path names, in whatever version.
func (s *server) present(m module, r *http.Request) (row, error) {
	found, there := s.store.get(m, strings.TrimPrefix(r.URL.Path, m.path+"/"))
	if !there {
		return row{}, newProblem(http.StatusNotFound, "there is no such row")
	}
	return found, nil
}

func (s *server) matching(r *http.Request, found row) error {
	if match := r.Header.Get("If-Match"); match != "" && match != "*" && !slices.Contains(tags(match), s.tag(found)) {
		return newProblem(http.StatusPreconditionFailed, "it is not the version that If-Match names")
	}
	return nil
}

func versionTag(r row) string { return `"` + strconv.FormatInt(r.version, 10) + `"` }

// tags splits If-Match.
func tags(header string) []string {
	list := strings.Split(header, ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// known reports whether If-None-Match names a version. There a weak tag is as good as a strong one.
func known(header, tag string) bool {
	return header == "*" || slices.Contains(tags(strings.ReplaceAll(header, "W/", "")), tag)
}

func (s *server) one(status int, m module, r row) *answer {
	a := newAnswer(status, s.show(m, r))
	a.header.Set("ETag", s.tag(r))
	return a
}

func (s *server) shown(m module, r row) object {
	o := object{"id": r.id, "created_at": showTime(r.created), "updated_at": showTime(r.updated)}
	maps.Copy(o, r.values)
	for _, f := range m.fields {
		if o[f.Name] != nil {
			o[f.Name] = s.types[f.Type].show(o[f.Name])
		}
	}
	return o
}
