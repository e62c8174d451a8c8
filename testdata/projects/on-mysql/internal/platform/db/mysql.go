package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"
)

const (
	dialect = goose.DialectMySQL
	probe   = `SELECT 1`
)

// source is the server and the connections to it.
type source struct {
	pool   *sql.DB
	config *mysql.Config
}

// Open prepares connections to the server, which need not be reachable yet. All of them are kept open when idle:
// making one takes longer than most statements.
func Open(address Address, pool PoolSize) (*DB, error) {
	config, err := address.config()
	if err != nil {
		return nil, err
	}
	handle, err := open(config)
	if err != nil {
		return nil, err
	}
	handle.SetMaxOpenConns(int(pool))
	handle.SetMaxIdleConns(int(pool))
	handle.SetConnMaxLifetime(30 * time.Minute) // below the server's wait_timeout, and so that a new server gets its share
	slog.Info("database", "kind", "MySQL", "host", config.Addr, "name", config.DBName)
	return &DB{source: source{handle, config}}, nil
}

func open(config *mysql.Config) (*sql.DB, error) {
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// Close releases the connections.
func (d *DB) Close() error { return d.pool.Close() }

// migrating lends connections whose statements wait for the lock on a table for a second at most: what waits for it holds
// up all who come later. Migrating is tried again.
func (d *DB) migrating(use func(*sql.DB, ...goose.ProviderOption) error) error {
	config := d.config.Clone()
	config.Params["lock_wait_timeout"] = "1"
	handle, err := open(config)
	if err != nil {
		return err
	}
	return errors.Join(use(handle, goose.WithSessionLocker(oneAtATime{})), handle.Close())
}

// oneAtATime lets one instance migrate while the others wait.
type oneAtATime struct{}

func (oneAtATime) SessionLock(ctx context.Context, conn *sql.Conn) error {
	for {
		var locked sql.NullBool
		err := conn.QueryRowContext(ctx, `SELECT GET_LOCK(CONCAT('goose ', MD5(DATABASE())), 1)`).Scan(&locked)
		if err != nil || locked.Bool {
			return err
		}
	}
}

func (oneAtATime) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `DO RELEASE_LOCK(CONCAT('goose ', MD5(DATABASE())))`)
	return err
}

// undone reports whether the server took a statement back because it collided with another one.
func undone(err error) bool {
	switch code(err) {
	case 1213, 1205, 1020: // deadlock, lock wait timeout, record has changed since it was read
		return true
	}
	return false
}

// lost reports whether the connection broke before the answer was in.
func lost(err error) bool {
	if code(err) == 1053 { // the server shuts down
		return true
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// unavailable reports whether the server cannot be used now and may be usable later.
func unavailable(err error) bool {
	switch code(err) {
	case 1040, 1203, 1226, 1290, 1836: // too many connections, of all or of this user; read-only
		return true
	}
	return undone(err) || lost(err)
}

// taken finds the column in the error of a unique index, which is named after its column.
func taken(err error) (column string, is bool) {
	if code(err) != 1062 { // Duplicate entry 'value' for key 'table.index', or on MariaDB 'index'
		return "", false
	}
	text := strings.TrimSuffix(err.Error(), "'")
	column = text[strings.LastIndexAny(text, "'.")+1:]
	if column == "PRIMARY" {
		column = "id"
	}
	return column, true
}

// code is the number of the server's error, or 0 if it was not the server that spoke.
func code(err error) uint16 {
	failure, is := errors.AsType[*mysql.MySQLError](err)
	if !is {
		return 0
	}
	return failure.Number
}
