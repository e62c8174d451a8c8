package db

import (
	"context"
	"database/sql"
	"sync"
)

// mostPrepared is how many statements stay prepared on a handle. Code that makes up texts without end runs the rest as
// they come.
const mostPrepared = 500

// handle is connections to the file, and the statements prepared on them: to parse one takes as long as to find a row.
type handle struct {
	*sql.DB
	mu       sync.RWMutex
	prepared map[string]*sql.Stmt // by their text
}

// statement can be run.
type statement interface {
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
}

// Query runs a SELECT and hands each row to scan.
func (d *DB) Query(ctx context.Context, scan func(Row) error, query string, args ...any) error {
	s, err := d.statement(ctx, d.read, query)
	if err != nil {
		return d.explain(err)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return d.explain(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells all that Close could
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return d.explain(rows.Err())
}

// Exec runs a statement that writes, and returns how many rows it changed.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := d.statement(ctx, d.write, query)
	if err != nil {
		return 0, d.explain(err)
	}
	result, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, d.explain(err)
	}
	return result.RowsAffected()
}

// prepare finds the statement of a text, or makes it.
func (h *handle) prepare(ctx context.Context, text string) (statement, error) {
	h.mu.RLock()
	s, known := h.prepared[text]
	full := len(h.prepared) >= mostPrepared
	h.mu.RUnlock()
	switch {
	case known:
		return s, nil
	case full:
		return unprepared{h.DB, text}, nil
	}
	s, err := h.PrepareContext(ctx, text) // outside the lock, since it may wait for a connection
	if err != nil {
		return nil, err
	}
	return h.keep(text, s), nil
}

// keep remembers a statement, unless somebody else was quicker.
func (h *handle) keep(text string, s *sql.Stmt) *sql.Stmt {
	h.mu.Lock()
	defer h.mu.Unlock()
	if first, known := h.prepared[text]; known {
		_ = s.Close() // nobody has used it
		return first
	}
	h.prepared[text] = s
	return s
}

// unprepared is a statement that is parsed each time it runs.
type unprepared struct {
	db   runner
	text string
}

func (u unprepared) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return u.db.QueryContext(ctx, u.text, args...)
}

func (u unprepared) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return u.db.ExecContext(ctx, u.text, args...)
}
