package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"everything/internal/platform/cache"
	"everything/internal/platform/cachetest"
	"everything/internal/platform/db"
)

func TestWhatComesAfterwardsWaitsForTheEndOfTheTransaction(t *testing.T) {
	d := notes(t)
	for _, outcome := range []error{nil, errors.New("no")} {
		ran := 0
		err := d.Atomically(t.Context(), func(ctx context.Context) error {
			db.Afterwards(ctx, func() { ran++ })
			if ran != 0 {
				t.Error("it ran before the end")
			}
			return outcome
		})
		if !errors.Is(err, outcome) || ran != 1 {
			t.Errorf("after a transaction that ended with %v it ran %d times", err, ran)
		}
	}
	ran := false
	if db.Afterwards(t.Context(), func() { ran = true }); !ran {
		t.Error("without a transaction it does not run at once")
	}
}

func TestTheCacheKeepsNothingOfATransactionThatIsUnderWay(t *testing.T) {
	d, kept, id := notes(t), cachetest.Table(t), uuid.New()
	count := func(ctx context.Context) int {
		n, err := cache.Row(ctx, kept, "Count", id, func(ctx context.Context) (n int, err error) {
			_, err = d.Get(ctx, func(row db.Row) error { return row.Scan(&n) }, `SELECT COUNT(*) FROM "notes"`)
			return n, err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	refused := errors.New("no")
	for _, outcome := range []error{refused, nil} {
		err := d.Atomically(t.Context(), func(ctx context.Context) error {
			err := add(ctx, d, "a")
			kept.Changed(ctx, id)
			if in, out := count(ctx), count(t.Context()); in != 1 || out != 0 {
				t.Errorf("it sees %d, and others see %d", in, out)
			}
			return errors.Join(err, outcome)
		})
		if !errors.Is(err, outcome) {
			t.Error(err)
		}
		want := 1
		if outcome != nil {
			want = 0
		}
		if got := count(t.Context()); got != want {
			t.Errorf("after a transaction that ended with %v there are %d", err, got)
		}
	}
}
