package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// cursor is the place behind a row, so that rows which are added meanwhile shift nothing.
type cursor struct {
	List  string  `json:"list"`
	Sort  string  `json:"sort"`
	Desc  bool    `json:"desc"`
	Value *string `json:"value"` // nil where the row has none
	ID    string  `json:"id"`
}

func (c *cursor) encode() string {
	text, _ := json.Marshal(c) // texts always marshal
	return base64.RawURLEncoding.EncodeToString(text)
}

func decodeCursor(text string) (*cursor, error) {
	var c cursor
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || json.Unmarshal(data, &c) != nil || c.ID == "" {
		return nil, errors.New("is none that was handed out")
	}
	return &c, nil
}

func fitting(q query, c cursor) bool { return c.List == q.list && c.Sort == q.sort && c.Desc == q.desc }

// keyset cuts a page out of sorted rows: those behind the cursor, as many as the limit says.
func (s *server) keyset(m module, q query, rows []row) ([]row, *cursor) {
	if q.cursor != nil {
		last := row{id: q.cursor.ID, values: object{q.sort: s.sortValue(m, q)}}
		rows = slices.DeleteFunc(rows, func(r row) bool { return s.order(m, q, r, last) <= 0 })
	}
	if len(rows) <= q.limit {
		return rows, nil
	}
	rows = rows[:q.limit]
	last := rows[q.limit-1]
	next := cursor{List: q.list, Sort: q.sort, Desc: q.desc, ID: last.id}
	if value := last.values[q.sort]; value != nil {
		next.Value = new(cursorText(value))
	}
	return rows, &next
}

// sortValue is what the cursor's row had in the field that the list is sorted by.
func (s *server) sortValue(m module, q query) any {
	f, is := m.field(q.sort)
	if !is || q.cursor.Value == nil {
		return nil
	}
	value, err := s.types[f.Type].parse(f, *q.cursor.Value)
	if err != nil {
		return nil // a forged one: it goes on behind all that have a value
	}
	return value
}

func cursorText(value any) string {
	if at, is := value.(time.Time); is {
		return at.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(value)
}
