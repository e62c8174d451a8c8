package db

import (
	"context"
	"database/sql"
	"time"
)

// transaction is one that is under way.
type transaction struct {
	of    *DB
	tx    *sql.Tx
	met   []string // statements that are not prepared yet
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
func (d *DB) Atomically(ctx context.Context, do func(ctx context.Context) error) error {
	if d.transaction(ctx) != nil {
		return do(ctx)
	}
	return d.transact(ctx, do)
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
	if err := tx.Commit(); err != nil {
		return d.explain(err)
	}
	for _, text := range t.met {
		_, _ = d.write.prepare(ctx, text) // for the next time; what cannot be prepared runs as it comes
	}
	return nil
}

// slowest is how long a transaction may take.
const slowest = 5 * time.Second

// begin starts a transaction on the connection that writes.
func (d *DB) begin(ctx context.Context) (*sql.Tx, error) { return d.write.BeginTx(ctx, nil) }

// runner runs statements: connections to the file, or a transaction on one of them.
type runner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// statement is the one of a text: of the transaction that the context belongs to, or else on a handle. A transaction has
// the connection that statements are prepared on, so one that it is the first to run is prepared after its end.
func (d *DB) statement(ctx context.Context, h *handle, text string) (statement, error) {
	t := d.transaction(ctx)
	if t == nil {
		return h.prepare(ctx, text)
	}
	if s, known := d.write.known(text); known {
		return t.tx.StmtContext(ctx, s), nil
	}
	t.met = append(t.met, text)
	return unprepared{t.tx, text}, nil
}

func (h *handle) known(text string) (s *sql.Stmt, known bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	s, known = h.prepared[text]
	return s, known
}
