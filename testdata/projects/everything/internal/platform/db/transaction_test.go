package db_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"everything/internal/platform/db"
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

func TestTransactionsThatCollideRunAgain(t *testing.T) {
	d := notes(t)
	if err := errors.Join(add(t.Context(), d, "a"), add(t.Context(), d, "b")); err != nil {
		t.Fatal(err)
	}
	var both, clients sync.WaitGroup
	var runs atomic.Int32
	both.Add(2)
	for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		clients.Go(func() {
			first := true
			err := d.Atomically(t.Context(), func(ctx context.Context) error {
				runs.Add(1)
				for i, text := range order {
					if _, err := d.Exec(ctx, `UPDATE "notes" SET "seen" = "seen" + 1 WHERE "text" = $1`, text); err != nil {
						return err
					}
					if i == 0 && first {
						first = false
						both.Done()
						both.Wait() // now each has what the other one needs
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	clients.Wait()
	seen := 0
	_, err := d.Get(t.Context(), func(row db.Row) error { return row.Scan(&seen) }, `SELECT SUM("seen") FROM "notes"`)
	if err != nil || seen != 4 || runs.Load() < 3 {
		t.Errorf("written %d times in %d runs, %v", seen, runs.Load(), err)
	}
}
