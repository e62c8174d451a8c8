package booking

import (
	"context"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"everything/internal/platform/cache"
	"everything/internal/platform/cachetest"
	"everything/internal/platform/page"
)

// storeMethods says of each method of Store whether it reads or writes. One that writes has to be in cache.go.
var storeMethods = map[string]cachetest.Kind{
	"Delete": cachetest.Writes,
	"Find":   cachetest.Reads,
	"Insert": cachetest.Writes,
	"Page":   cachetest.Reads,
	"Update": cachetest.Writes,
}

func TestEveryMethodOfTheStoreReadsOrWrites(t *testing.T) {
	cachetest.Methods(t, storeMethods, func(kept *cache.Table) Store { return cachedStore{kept: kept} })
}

// countingStore counts what reaches the database.
type countingStore struct {
	Store
	reads int
}

func (s *countingStore) Find(ctx context.Context, id uuid.UUID) (Booking, error) {
	s.reads++
	return s.Store.Find(ctx, id)
}

func (s *countingStore) Page(ctx context.Context, q page.Query) ([]Booking, error) {
	s.reads++
	return s.Store.Page(ctx, q)
}

func TestReadsAreKeptUntilAWrite(t *testing.T) {
	inner := &countingStore{Store: newStore(t)}
	s := cachedStore{inner, cachetest.Table(t)}
	want := stored(t, s, 0)
	for n, change := range []func() error{
		func() error { return nil },
		func() error { want.Draft = example(1); return s.Update(t.Context(), want) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		want.Version = int64(n + 1)
		for range 2 {
			row, err := s.Find(t.Context(), want.ID)
			rows, failed := s.Page(t.Context(), page.Query{Limit: 2})
			if err != nil || failed != nil || !reflect.DeepEqual(row, want) || !reflect.DeepEqual(rows, []Booking{want}) {
				t.Fatalf("want %+v, found %+v, %v, listed %+v, %v", want, row, err, rows, failed)
			}
		}
		if want := 2 * (n + 1); inner.reads != want {
			t.Errorf("%d reads reached the database, want %d", inner.reads, want)
		}
	}
	if err := s.Delete(t.Context(), want.ID, want.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Find(t.Context(), want.ID); err == nil {
		t.Error("a deleted row is still there")
	}
	if rows, err := s.Page(t.Context(), page.Query{Limit: 2}); err != nil || len(rows) > 0 {
		t.Errorf("a deleted row is still listed: %+v, %v", rows, err)
	}
}
