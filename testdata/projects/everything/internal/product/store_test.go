package product

import (
	"errors"
	"net/http"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"everything/internal/platform"
	"everything/internal/platform/page"
	"everything/internal/platform/problem"
)

// newStore is a store on a database of its own.
func newStore(t *testing.T) Store { return storeFor(&platform.Pieces{DB: testDB(t)}) }

// stored creates the i-th example.
func stored(t *testing.T, s Store, i int) Product {
	t.Helper()
	row, err := New(s).create(t.Context(), example(i))
	if err != nil {
		t.Fatal(err)
	}
	return row
}

func TestStoreKeepsEveryField(t *testing.T) {
	s := newStore(t)
	for i := range 3 {
		want := stored(t, s, i)
		got, err := s.Find(t.Context(), want.ID)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("stored %+v, found %+v, %v", want, got, err)
		}
	}
}

func TestStoreUpdatesEveryField(t *testing.T) {
	s := newStore(t)
	want := stored(t, s, 0)
	want.Draft = example(1)
	if err := s.Update(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	want.Version++
	got, err := s.Find(t.Context(), want.ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("stored %+v, found %+v, %v", want, got, err)
	}
}

func TestStoreRefusesStaleVersions(t *testing.T) {
	s := newStore(t)
	row := stored(t, s, 0)
	if err := s.Update(t.Context(), row); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, s.Update(t.Context(), row), http.StatusConflict)
	wantStatus(t, s.Delete(t.Context(), row.ID, row.Version), http.StatusConflict)
}

func TestStoreDeletes(t *testing.T) {
	s := newStore(t)
	row := stored(t, s, 0)
	if err := s.Delete(t.Context(), row.ID, row.Version); err != nil {
		t.Fatal(err)
	}
	_, err := s.Find(t.Context(), row.ID)
	wantStatus(t, err, http.StatusNotFound)
}

func TestStoreMissesWhatIsNotThere(t *testing.T) {
	_, err := newStore(t).Find(t.Context(), uuid.Must(uuid.NewV7()))
	wantStatus(t, err, http.StatusNotFound)
}

func TestStoreListsInTheOrderOfCreation(t *testing.T) {
	s := newStore(t)
	first, second := stored(t, s, 0), stored(t, s, 1)
	rows, err := s.Page(t.Context(), page.Query{Limit: 10})
	if err != nil || len(rows) != 2 || rows[0].ID != first.ID || rows[1].ID != second.ID {
		t.Errorf("got %+v, %v", rows, err)
	}
}

func TestSeedFillsAnEmptyTableOnce(t *testing.T) {
	s := newStore(t)
	for range 2 {
		if err := New(s).Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := s.Page(t.Context(), page.Query{Limit: 100})
	if err != nil || len(rows) != seedRows {
		t.Errorf("got %d rows, %v", len(rows), err)
	}
}

func wantStatus(t *testing.T, err error, status int) {
	t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != status {
		t.Errorf("got %v, want a problem with status %d", err, status)
	}
}
