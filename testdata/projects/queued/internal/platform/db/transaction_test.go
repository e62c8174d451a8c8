package db_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"queued/internal/platform/db"
)

// notes is a database with a table for texts.
func notes(t *testing.T) *db.DB {
	t.Helper()
	d := testDB(t)
	if _, err := d.Exec(t.Context(), `CREATE TABLE "notes" ("text" VARCHAR(20) NOT NULL PRIMARY KEY, "seen" INTEGER NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	return d
}

func add(ctx context.Context, d *db.DB, text string) error {
	_, err := d.Exec(ctx, `INSERT INTO "notes" ("text", "seen") VALUES ($1, 0)`, text)
	return err
}

// wantNotes reads what there is, as the statements of ctx see it.
func wantNotes(ctx context.Context, t *testing.T, d *db.DB, want ...string) {
	t.Helper()
	var texts []string
	err := d.Query(ctx, func(row db.Row) error {
		var text string
		err := row.Scan(&text)
		texts = append(texts, text)
		return err
	}, `SELECT "text" FROM "notes" ORDER BY "text"`)
	if err != nil || !slices.Equal(texts, want) {
		t.Errorf("there is %q, %v, want %q", texts, err, want)
	}
}

func TestATransactionIsKeptWhole(t *testing.T) {
	d := notes(t)
	err := d.Atomically(t.Context(), func(ctx context.Context) error {
		err := errors.Join(add(ctx, d, "a"), add(ctx, d, "b"))
		wantNotes(ctx, t, d, "a", "b")
		wantNotes(t.Context(), t, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wantNotes(t.Context(), t, d, "a", "b")
}

func TestNothingIsLeftOfATransactionThatFails(t *testing.T) {
	d := notes(t)
	refused := errors.New("no")
	err := d.Atomically(t.Context(), func(ctx context.Context) error { return errors.Join(add(ctx, d, "a"), refused) })
	if !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = d.Atomically(t.Context(), func(ctx context.Context) error { panic(add(ctx, d, "b")) })
	}()
	wantNotes(t.Context(), t, d)
}

func TestATransactionInATransactionIsAPartOfIt(t *testing.T) {
	d := notes(t)
	refused := errors.New("no")
	for _, outcome := range []error{refused, nil} {
		err := d.Atomically(t.Context(), func(ctx context.Context) error {
			err := d.Atomically(ctx, func(ctx context.Context) error { return add(ctx, d, "a") })
			wantNotes(t.Context(), t, d)
			return errors.Join(err, outcome)
		})
		if !errors.Is(err, outcome) {
			t.Errorf("got %v", err)
		}
	}
	wantNotes(t.Context(), t, d, "a")
}

func TestATransactionOfOneDatabaseIsNotOneOfAnother(t *testing.T) {
	one, other := notes(t), notes(t)
	refused := errors.New("no")
	err := one.Atomically(t.Context(), func(ctx context.Context) error {
		return errors.Join(add(ctx, other, "a"), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	wantNotes(t.Context(), t, other, "a")
}
