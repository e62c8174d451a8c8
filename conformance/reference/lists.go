package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is one page that a client asks for.
type query struct {
	list    string // its path
	limit   int
	sort    string // a field, or "id"
	desc    bool
	filters map[string]any
	cursor  *cursor
}

func (s *server) list(m module, r *http.Request) (*answer, error) {
	q, err := s.query(m, r.URL)
	if err != nil {
		return nil, err
	}
	kept, told, err := s.cache.get(m.path, r.URL.RequestURI(), func() (any, error) { return s.selection(m, q), nil })
	if err != nil {
		return nil, err
	}
	found := kept.(selection)
	items := make([]any, 0, len(found.rows))
	for _, r := range found.rows {
		items = append(items, s.show(m, r))
	}
	body := object{"items": items}
	if found.next != nil {
		body["next_cursor"] = found.next.encode()
	}
	return say(told, newAnswer(http.StatusOK, body), nil)
}

// selection is what a page shows.
type selection struct {
	rows []row
	next *cursor
}

func (s *server) selection(m module, q query) selection {
	rows := slices.DeleteFunc(s.store.all(m), func(r row) bool { return !s.matches(m, q, r) })
	slices.SortFunc(rows, func(a, b row) int { return s.order(m, q, a, b) })
	rows, next := s.page(m, q, rows)
	return selection{rows, next}
}

// query reads limit, cursor, sort and filters.
func (s *server) query(m module, u *url.URL) (query, error) {
	q := query{list: m.path, limit: 20, sort: "id", filters: map[string]any{}}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return q, newProblem(http.StatusBadRequest, "the query is malformed")
	}
	for name, texts := range values {
		err := s.parameter(m, &q, name, texts[0])
		if len(texts) > 1 {
			err = fmt.Errorf("stands twice")
		}
		if err != nil {
			return q, newProblem(http.StatusBadRequest, name+" "+err.Error())
		}
	}
	if q.cursor != nil && !s.fits(q, *q.cursor) {
		return q, newProblem(http.StatusBadRequest, "cursor is not one of this list and sort")
	}
	return q, nil
}

func (s *server) parameter(m module, q *query, name, text string) (err error) {
	switch f, known := m.field(name); {
	case name == "limit":
		if q.limit, err = strconv.Atoi(text); err != nil || q.limit < 1 || q.limit > 100 {
			return fmt.Errorf("must be from 1 to 100")
		}
	case name == "sort":
		q.sort, q.desc = strings.CutPrefix(text, "-")
		if allowed := append(m.indexed(), "id"); !slices.Contains(allowed, q.sort) {
			return fmt.Errorf("must be one of %s", strings.Join(allowed, ", "))
		}
	case name == "cursor":
		q.cursor, err = decodeCursor(text)
	case known && f.Searchable():
		q.filters[name], err = s.types[f.Type].parse(f, text)
	default:
		return fmt.Errorf("is not known; allowed are limit, cursor, sort, %s", strings.Join(m.indexed(), ", "))
	}
	return err
}

func (s *server) matches(m module, q query, r row) bool {
	for name, want := range q.filters {
		f, _ := m.field(name)
		if got := r.values[name]; got == nil || !s.types[f.Type].equal(want, got) {
			return false
		}
	}
	return true
}

// ordered puts rows without a value last, and rows of one value in the order of their ids.
func (s *server) ordered(m module, q query, a, b row) int {
	turn := 1
	if q.desc {
		turn = -1
	}
	if f, is := m.field(q.sort); is {
		left, right := a.values[q.sort], b.values[q.sort]
		switch {
		case left == nil && right != nil:
			return 1
		case left != nil && right == nil:
			return -1
		case left != nil:
			if order := s.types[f.Type].compare(left, right); order != 0 {
				return turn * order
			}
		}
	}
	return turn * strings.Compare(a.id, b.id)
}
