package db

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

const (
	dialect = goose.DialectSQLite3
	probe   = `SELECT count(*) FROM sqlite_schema` // reads the file, as SELECT 1 would not
)

// Address is sqlite: and the path of a file.
type Address string

// UnmarshalText reads an address.
func (a *Address) UnmarshalText(text []byte) error {
	*a = Address(text)
	if path, ok := strings.CutPrefix(string(text), "sqlite:"); !ok || path == "" {
		return fmt.Errorf("%q is not sqlite: and the path of a file", text)
	}
	return nil
}

// source is the file and its connections.
type source struct {
	path        string
	read, write *handle
}

// Open opens the file at an address. It need not exist nor be reachable yet.
func Open(address Address) (*DB, error) {
	path := strings.TrimPrefix(string(address), "sqlite:")
	slog.Info("database", "kind", "SQLite", "file", path)
	file := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + url.Values{
		"_pragma": {
			"busy_timeout(5000)", // first: the ones below may wait for a lock
			"journal_mode(WAL)",  // readers do not wait for the writer
			"synchronous(NORMAL)",
			"foreign_keys(ON)",
		},
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
	}.Encode()
	read, err := connect(file, 4)
	if err != nil {
		return nil, err
	}
	write, err := connect(file+"&_txlock=immediate", 1) // SQLite has one writer; here it is better to queue for it than in the file
	if err != nil {
		return nil, errors.Join(err, read.Close())
	}
	return &DB{source: source{path, read, write}}, nil
}

func connect(file string, connections int) (*handle, error) {
	pool, err := sql.Open("sqlite", file)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return &handle{DB: pool, prepared: map[string]*sql.Stmt{}}, nil
}

// Close releases the connections.
func (d *DB) Close() error { return errors.Join(d.read.Close(), d.write.Close()) }

// migrating makes the folder of the file and lends the handle that writes.
func (d *DB) migrating(use func(*sql.DB, ...goose.ProviderOption) error) error {
	if err := os.MkdirAll(filepath.Dir(d.path), 0o755); err != nil {
		return err
	}
	return use(d.write.DB)
}

// taken finds the column in the error of a unique index.
func taken(err error) (column string, is bool) {
	failure, is := errors.AsType[*sqlite.Error](err)
	if !is || failure.Code() != codes.SQLITE_CONSTRAINT_UNIQUE {
		return "", false
	}
	_, column, is = strings.Cut(failure.Error(), "UNIQUE constraint failed: ")
	column, _, _ = strings.Cut(column, " ")
	return column[strings.LastIndexByte(column, '.')+1:], is
}

// unavailable reports whether the file cannot be used now and may be usable later.
func unavailable(err error) bool {
	failure, is := errors.AsType[*sqlite.Error](err)
	if !is {
		return false
	}
	switch failure.Code() & 0xff { // the rest is detail
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_CANTOPEN, codes.SQLITE_IOERR, codes.SQLITE_FULL, codes.SQLITE_READONLY:
		return true
	}
	return false
}
