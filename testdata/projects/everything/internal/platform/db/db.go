// Package db opens the project's database and keeps its tables up to date.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"

	"everything/internal/platform/problem"
)

// DB is the database. Statements mark their arguments $1, $2, … and name their columns.
type DB struct {
	source
	ready atomic.Bool // the tables are up to date
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

// Check asks whether the database can be used.
func (d *DB) Check(ctx context.Context) error {
	if !d.ready.Load() {
		return errors.New("the tables are not up to date yet")
	}
	_, err := d.Get(ctx, func(row Row) error { return row.Scan(new(int)) }, probe)
	return err
}

// patience is how long the first try to bring the tables up to date may keep the port closed.
const patience = 10 * time.Second

// KeepMigrating brings the tables up to date, and tries until it has worked or ctx ends: a database that is down must not
// keep the process from starting. It returns after the first try, so that an instance whose port is open can do its work
// as a rule: not every load balancer asks /readyz.
func (d *DB) KeepMigrating(ctx context.Context, tables []Migrations) {
	tried := make(chan struct{})
	go func() {
		err := d.Migrate(ctx, tables)
		close(tried)
		for wait := 100 * time.Millisecond; err != nil && ctx.Err() == nil; wait = min(2*wait, 5*time.Second) {
			slog.Error("cannot bring the tables up to date", "error", err, "next_try_in", wait.String())
			select {
			case <-ctx.Done():
			case <-time.After(wait):
			}
			err = d.Migrate(ctx, tables)
		}
	}()
	select {
	case <-tried:
	case <-time.After(patience):
	}
}

// Migrate brings the tables up to date.
func (d *DB) Migrate(ctx context.Context, tables []Migrations) error {
	err := d.migrating(func(handle *sql.DB, options ...goose.ProviderOption) error {
		for _, m := range tables {
			if err := m.up(ctx, handle, options); err != nil {
				return fmt.Errorf("migrate %s: %w", m.Module, err)
			}
		}
		return nil
	})
	if err == nil {
		d.ready.Store(true)
	}
	return err
}

func (m Migrations) up(ctx context.Context, handle *sql.DB, options []goose.ProviderOption) error {
	files, err := fs.Sub(m.Files, m.Folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, handle, files,
		append(options, goose.WithTableName("goose_"+m.Module), goose.WithAllowOutofOrder(true))...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// Get runs a SELECT for one row; found is false when there is none.
func (d *DB) Get(ctx context.Context, scan func(Row) error, query string, args ...any) (found bool, err error) {
	err = d.Query(ctx, func(row Row) error { found = true; return scan(row) }, query, args...)
	return found, err
}

// Marks is "$1, $2, …" for n values.
func Marks(n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	return strings.Join(marks, ", ")
}

// Set is the list of assignments of an UPDATE whose first arguments are those before, and all its arguments.
func Set(values map[string]any, before ...any) (list string, args []any) {
	args = before
	var assignments []string
	for _, column := range slices.Sorted(maps.Keys(values)) {
		args = append(args, values[column])
		assignments = append(assignments, `"`+column+`" = $`+strconv.Itoa(len(args)))
	}
	return strings.Join(assignments, ", "), args
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
