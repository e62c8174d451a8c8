package db

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"
)

// transaction is one that is under way.
type transaction struct {
	of    *DB
	tx    *sql.Tx
	ended []func() // what waits for its end
}

type transactionKey struct{}

// transaction is the one that a context belongs to, or nil.
func (d *DB) transaction(ctx context.Context) *transaction {
	t, _ := ctx.Value(transactionKey{}).(*transaction)
	if t == nil || t.of != d {
		return nil
	}
	return t
}

// Atomically runs do in one transaction: all that it writes is kept, or nothing when it returns an error. A statement
// belongs to the transaction by the context that do is given. Called in a transaction, it is a part of that one.
//
// The server takes back a transaction that collides with another one. Then do runs again, so it must do nothing but read
// and write here.
func (d *DB) Atomically(ctx context.Context, do func(ctx context.Context) error) error {
	if d.transaction(ctx) != nil {
		return do(ctx)
	}
	err := d.transact(ctx, do)
	for attempt := 1; attempt < 5 && err != nil && ctx.Err() == nil && undone(err); attempt++ {
		time.Sleep(rand.N(time.Duration(attempt) * 20 * time.Millisecond)) // so that those who collided do not meet again
		err = d.transact(ctx, do)
	}
	return err
}

// transact runs do in a transaction, which has the time of a statement: others wait for what it has written to.
func (d *DB) transact(ctx context.Context, do func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, slowest)
	defer cancel()
	tx, err := d.begin(ctx)
	if err != nil {
		return d.explain(err)
	}
	t := &transaction{of: d, tx: tx}
	defer t.end()
	defer func() { _ = tx.Rollback() }() // nothing is left to take back after a commit
	if err := do(context.WithValue(ctx, transactionKey{}, t)); err != nil {
		return err
	}
	return d.explain(tx.Commit())
}

// begin starts a transaction that sees what others have committed meanwhile, which is the default of only one of the
// databases that this program may run on.
func (d *DB) begin(ctx context.Context) (*sql.Tx, error) {
	return d.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
}

// runner runs statements: the connections to the server, or a transaction on one of them.
type runner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// on is what the statements of a context run on.
func (d *DB) on(ctx context.Context) runner {
	if t := d.transaction(ctx); t != nil {
		return t.tx
	}
	return d.pool
}
