package e2e

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

// backend is a database that projects run on, or what serves another piece.
type backend struct {
	name     string // scale's name for it
	service  string // the server; none for SQLite
	variable string // holds the server's address
}

func backends() []backend {
	return []backend{
		{"sqlite", "", ""},
		{"postgres", "postgres", "SCALE_POSTGRES_URL"},
		{"mysql", "mariadb", "SCALE_MARIADB_URL"},
	}
}

// caches are the backends of the cache that are servers.
func caches() []backend {
	return []backend{
		{"redis", "redis", "SCALE_REDIS_URL"},
		{"memcached", "memcached", "SCALE_MEMCACHED_URL"},
	}
}

// servers are the backends that run as a process of their own.
func servers() []backend { return backends()[1:] }

// each runs a story on every one of the backends.
func each(t *testing.T, all []backend, story func(*testing.T, backend)) {
	t.Helper()
	for _, b := range all {
		t.Run(b.name, func(t *testing.T) { story(t, b) })
	}
}

// empty makes an empty database and returns its DATABASE_URL.
func (b backend) empty(t *testing.T) string {
	t.Helper()
	if b.service == "" {
		return "sqlite:" + filepath.ToSlash(filepath.Join(t.TempDir(), "shop.db"))
	}
	return createDatabase(t, os.Getenv(b.variable))
}

// server starts a server for one test to harm, and makes an empty database on it.
func (b backend) server(t *testing.T) (*service.Server, string) {
	t.Helper()
	s, err := service.Start(t.Context(), b.service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, createDatabase(t, s.URL())
}

func createDatabase(t *testing.T, server string) string {
	t.Helper()
	address, err := service.CreateDatabase(t.Context(), server, fmt.Sprintf("e2e_%d", time.Now().UnixNano()))
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// open looks into a database of a server, beside the project.
func open(t *testing.T, address string) *sql.DB {
	t.Helper()
	db, err := service.OpenDatabase(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // the test has what it wanted
	return db
}

// number is what a query for one number answers.
func number(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// execute runs statements that write.
func execute(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}
