package db

import "context"

// InTransaction reports whether the statements of a context belong to a transaction: what they read may never come to be.
func InTransaction(ctx context.Context) bool { return ctx.Value(transactionKey{}) != nil }

// Afterwards runs then when the transaction that a context belongs to has ended, whatever came of it; at once when there
// is none.
func Afterwards(ctx context.Context, then func()) {
	if t, within := ctx.Value(transactionKey{}).(*transaction); within {
		t.ended = append(t.ended, then)
		return
	}
	then()
}

func (t *transaction) end() {
	for _, then := range t.ended {
		then()
	}
}
