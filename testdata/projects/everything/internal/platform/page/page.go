// Package page lists rows a page at a time by keyset: a page goes on behind the last row of the one before, so that it
// stays fast at any depth, and no row is skipped or repeated while others are written.
package page

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"everything/internal/platform/problem"
)

// Fields are what lists of a table may filter and sort by. Each has an index.
type Fields[T any] map[string]Field[T]

// Field is one of them. Make it with By.
type Field[T any] struct {
	Of       func(row T) any // nil where the row has no value
	parse    func(text string) (any, error)
	optional bool
}

// By is a field whose values parse reads from a URL.
func By[T, V any](parse func(string) (V, error), of func(T) V) Field[T] {
	return Field[T]{
		Of:    func(row T) any { return of(row) },
		parse: func(text string) (any, error) { return parse(text) },
	}
}

// Text reads a string from a URL.
func Text(text string) (string, error) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", errors.New("must be UTF-8 without NUL")
	}
	return text, nil
}

// Query is one page that a client asks for.
type Query struct {
	Limit    int
	list     string // its path, which its cursors are good for
	sort     string // a field, or "" for the order of creation
	column   string // that holds it, quoted
	desc     bool
	nullable bool
	filters  map[string]any // by quoted column
	after    []any          // the place of the row to go on behind: its value, if it has one, and its id
}

// Parse reads limit, cursor, sort and filters from a URL. Anything else is a 400 that names what is allowed.
func (f Fields[T]) Parse(u *url.URL) (Query, error) {
	q := Query{Limit: 20, list: u.Path, filters: map[string]any{}}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return q, problem.New(http.StatusBadRequest, "the part of the address behind the ? is malformed")
	}
	for name := range values {
		switch field, ok := f[name]; {
		case len(values[name]) > 1:
			err = errors.New("stands more than once")
		case name == "limit":
			if q.Limit, err = strconv.Atoi(values.Get(name)); err != nil || q.Limit < 1 || q.Limit > 100 {
				err = errors.New("must be from 1 to 100")
			}
		case name == "sort":
			q.sort, q.desc = strings.CutPrefix(values.Get(name), "-")
			if field, ok = f[q.sort]; !ok && q.sort != "id" {
				err = fmt.Errorf("must be one of id, %s, or one of them behind a -", f.names())
			}
			if q.nullable = field.optional; q.sort == "id" {
				q.sort = ""
			} else if err == nil {
				q.column = field.column(q.sort)
			}
		case ok:
			q.filters[field.column(name)], err = field.parse(values.Get(name))
		case name != "cursor":
			err = fmt.Errorf("is not known; allowed are limit, cursor, sort, %s", f.names())
		}
		if err != nil {
			return q, problem.New(http.StatusBadRequest, name+" "+err.Error())
		}
	}
	if values.Has("cursor") {
		q.after, err = f.behind(q, values.Get("cursor"))
	}
	return q, err
}

func (f Fields[T]) names() string { return strings.Join(slices.Sorted(maps.Keys(f)), ", ") }

// Page is one answer.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty"`
}

// cursor is the place of a row in a sorted list, as it travels.
type cursor struct {
	List  string    `json:"l"`
	Sort  string    `json:"s"`
	Desc  bool      `json:"d"`
	Value *string   `json:"v"` // nil where the row has none
	ID    uuid.UUID `json:"i"`
}

// Cut makes a page of rows, of which there is one more than the limit if another page follows.
func (f Fields[T]) Cut(q Query, rows []T, id func(T) uuid.UUID) Page[T] {
	if len(rows) <= q.Limit {
		return Page[T]{Items: append([]T{}, rows...)}
	}
	last := rows[q.Limit-1]
	c := cursor{List: q.list, Sort: q.sort, Desc: q.desc, ID: id(last)}
	if q.sort != "" {
		if value := f[q.sort].Of(last); value != nil {
			c.Value = new(fmt.Sprint(value))
		}
	}
	text, _ := json.Marshal(c) // texts always marshal
	return Page[T]{Items: rows[:q.Limit], NextCursor: base64.RawURLEncoding.EncodeToString(text)}
}

// behind is the place that a cursor tells.
func (f Fields[T]) behind(q Query, text string) ([]any, error) {
	var c cursor
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil || c.List != q.list || c.ID == uuid.Nil || c.Sort != q.sort || c.Desc != q.desc || q.sort != "" && c.Value == nil && !q.nullable {
		return nil, problem.New(http.StatusBadRequest, "cursor is not one that was handed out for this list and sort")
	}
	if q.sort == "" || c.Value == nil {
		return []any{c.ID}, nil
	}
	value, err := f[q.sort].parse(*c.Value)
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "cursor "+err.Error())
	}
	return []any{value, c.ID}, nil
}

// Part is a statement's tail, from WHERE on, with its arguments.
type Part struct {
	SQL  string
	Args []any
}

// Parts are the statements whose rows, one after another, make up a page and one row more. A sort by a field that can be
// null takes two, so that both use its index: the rows with a value, then those without. Names come only from Fields, so
// no text of a client gets into the SQL.
func (q *Query) Parts() []Part {
	switch {
	case q.sort == "":
		return []Part{q.part(q.after, "", `"id"`)}
	case !q.nullable:
		return []Part{q.part(q.after, "", q.column, `"id"`)}
	case len(q.after) == 1:
		return []Part{q.part(q.after, q.column+" IS NULL", `"id"`)}
	}
	return []Part{q.part(q.after, q.column+" IS NOT NULL", q.column, `"id"`), q.part(nil, q.column+" IS NULL", `"id"`)}
}

func (q *Query) part(after []any, condition string, keys ...string) (p Part) {
	var where []string
	for _, column := range slices.Sorted(maps.Keys(q.filters)) {
		where = append(where, column+" = "+p.mark(q.filters[column]))
	}
	if condition != "" {
		where = append(where, condition)
	}
	order, compare := " ASC", " > "
	if q.desc {
		order, compare = " DESC", " < "
	}
	if len(after) > 0 {
		marks := make([]string, len(after))
		for i, value := range after {
			marks[i] = p.mark(value)
		}
		where = append(where, behind(keys, marks, compare))
	}
	if len(where) > 0 {
		p.SQL = " WHERE " + strings.Join(where, " AND ")
	}
	p.SQL += " ORDER BY " + strings.Join(keys, order+", ") + order + " LIMIT " + p.mark(q.Limit+1)
	return p
}

// mark adds an argument and returns its mark.
func (p *Part) mark(value any) string {
	p.Args = append(p.Args, value)
	return mark(len(p.Args), value)
}
