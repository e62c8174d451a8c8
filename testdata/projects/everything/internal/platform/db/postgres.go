package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

const (
	dialect = goose.DialectPostgres
	probe   = `SELECT 1`
)

// Address is a URL such as postgres://user:password@host:5432/shop.
type Address string

// UnmarshalText reads an address.
func (a *Address) UnmarshalText(text []byte) error {
	*a = Address(text)
	if !strings.HasPrefix(string(text), "postgres://") && !strings.HasPrefix(string(text), "postgresql://") {
		return errors.New("must be a URL such as postgres://user:password@host:5432/shop") // without the text: it may hold a password
	}
	_, err := pgx.ParseConfig(string(text))
	return err
}

// source is the server and the connections to it.
type source struct {
	pool   *sql.DB
	config *pgx.ConnConfig
}

// Open prepares connections to the server, which need not be reachable yet. All of them are kept open when idle:
// making one takes longer than most statements.
func Open(address Address, pool PoolSize) (*DB, error) {
	config, err := pgx.ParseConfig(string(address))
	if err != nil {
		return nil, err
	}
	config.ConnectTimeout = 2 * time.Second
	migrating := config.Copy()
	config.RuntimeParams["statement_timeout"] = strconv.FormatInt(slowest.Milliseconds(), 10)
	handle := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(inUTC))
	handle.SetMaxOpenConns(int(pool))
	handle.SetMaxIdleConns(int(pool))
	handle.SetConnMaxLifetime(30 * time.Minute) // so that a new server gets its share
	slog.Info("database", "kind", "PostgreSQL", "host", config.Host, "name", config.Database)
	return &DB{source: source{handle, migrating}}, nil
}

// inUTC reads times as UTC; the driver would give them in the zone of the machine.
func inUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

// Close releases the connections.
func (d *DB) Close() error { return d.pool.Close() }

// migrating lends connections whose statements may take their time, but wait for the lock on a table for a second at
// most: what waits for it holds up all who come later. Migrating is tried again.
func (d *DB) migrating(use func(*sql.DB, ...goose.ProviderOption) error) error {
	config := d.config.Copy()
	config.RuntimeParams["lock_timeout"] = "1000"
	handle := stdlib.OpenDB(*config)
	return errors.Join(use(handle, goose.WithSessionLocker(oneAtATime{})), handle.Close())
}

// oneAtATime lets one instance migrate while the others wait. They ask again and again: a statement that waited for the
// lock would hold up CREATE INDEX CONCURRENTLY, which waits for all statements that began before.
type oneAtATime struct{}

func (oneAtATime) SessionLock(ctx context.Context, conn *sql.Conn) error {
	for {
		var free bool
		err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(hashtext('goose ' || current_schema()))`).Scan(&free)
		if err != nil || free {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (oneAtATime) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock(hashtext('goose ' || current_schema()))`)
	return err
}

// undone reports whether the server took a statement back because it collided with another one.
func undone(err error) bool {
	switch code(err) {
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return true
	}
	return false
}

// lost reports whether the connection broke before the answer was in.
func lost(err error) bool {
	switch code(err) {
	case "57P01", "57P02", "57P03": // admin_shutdown, crash_shutdown, cannot_connect_now
		return true
	}
	_, network := errors.AsType[net.Error](err)
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	return network || connecting || errors.Is(err, driver.ErrBadConn) || errors.Is(err, pgconn.ErrConnClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// unavailable reports whether the server cannot be used now and may be usable later.
func unavailable(err error) bool {
	switch c := code(err); {
	case c == "57014", c == "25006": // query_canceled, as it took too long; read_only_sql_transaction, as on a standby
		return true
	case strings.HasPrefix(c, "08"), strings.HasPrefix(c, "53"): // connection exceptions, insufficient resources
		return true
	}
	return undone(err) || lost(err)
}

// taken finds the column in the error of a unique index, which is named after table and column.
func taken(err error) (column string, is bool) {
	failure, is := errors.AsType[*pgconn.PgError](err)
	if !is || failure.Code != "23505" { // unique_violation
		return "", false
	}
	if strings.HasSuffix(failure.ConstraintName, "_pkey") {
		return "id", true
	}
	return strings.TrimPrefix(failure.ConstraintName, failure.TableName+"_"), true
}

// code is what PostgreSQL says was wrong (docs: "PostgreSQL Error Codes"), or nothing if it was not PostgreSQL that spoke.
func code(err error) string {
	failure, is := errors.AsType[*pgconn.PgError](err)
	if !is {
		return ""
	}
	return failure.Code
}
