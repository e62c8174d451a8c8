// Package db opens the project's database and keeps its tables up to date.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"

	"shop/internal/platform/problem"
)

// DB is the database. Statements mark their arguments $1, $2, … and name their columns.
type DB struct {
	read, write *sql.DB
	path        string
	ready       atomic.Bool // the tables are up to date
}

// Migrations are the SQL files of one module, counted in a version table of its own.
type Migrations struct {
	Module string
	Files  fs.FS
	Folder string
}

// Row is one row of an answer.
type Row interface {
	Scan(into ...any) error
}

// Close releases the connections.
func (d *DB) Close() error { return errors.Join(d.read.Close(), d.write.Close()) }

// Check asks whether the database can be used.
func (d *DB) Check(ctx context.Context) error {
	if !d.ready.Load() {
		return errors.New("the tables are not up to date yet")
	}
	return d.read.QueryRowContext(ctx, probe).Scan(new(int))
}

// KeepMigrating brings the tables up to date, and tries until it has worked or ctx ends: a database that is down must not
// keep the process from starting.
func (d *DB) KeepMigrating(ctx context.Context, tables []Migrations) {
	for wait := 100 * time.Millisecond; ctx.Err() == nil; wait = min(2*wait, 5*time.Second) {
		err := d.Migrate(ctx, tables)
		if err == nil {
			return
		}
		slog.Error("cannot bring the tables up to date", "error", err, "next_try_in", wait.String())
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// Migrate brings the tables up to date.
func (d *DB) Migrate(ctx context.Context, tables []Migrations) error {
	if err := d.prepare(); err != nil {
		return err
	}
	for _, m := range tables {
		files, err := fs.Sub(m.Files, m.Folder)
		if err != nil {
			return err
		}
		provider, err := goose.NewProvider(dialect, d.write, files,
			goose.WithTableName("goose_"+m.Module), goose.WithAllowOutofOrder(true))
		if err != nil {
			return err
		}
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("migrate %s: %w", m.Module, err)
		}
	}
	d.ready.Store(true)
	return nil
}

// Query runs a SELECT and hands each row to scan.
func (d *DB) Query(ctx context.Context, scan func(Row) error, query string, args ...any) error {
	rows, err := d.read.QueryContext(ctx, query, args...)
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

// Get runs a SELECT for one row; found is false when there is none.
func (d *DB) Get(ctx context.Context, scan func(Row) error, query string, args ...any) (found bool, err error) {
	err = d.Query(ctx, func(row Row) error { found = true; return scan(row) }, query, args...)
	return found, err
}

// Exec runs a statement that writes, and returns how many rows it changed.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := d.write.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, d.explain(err)
	}
	return result.RowsAffected()
}

// Marks is "$1, $2, …" for n values.
func Marks(n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	return strings.Join(marks, ", ")
}

// explain tells apart what the client can act on: a value that is taken, and a database that may come back.
func (d *DB) explain(err error) error {
	if err == nil {
		return nil
	}
	if column, is := taken(err); is {
		p := problem.New(http.StatusConflict, column+" is taken")
		p.Errors.Add(column, "is taken")
		return p
	}
	if !d.ready.Load() || unavailable(err) {
		return fmt.Errorf("%w: %w", problem.ErrUnavailable, err)
	}
	return err
}
