// Package review is all about reviews: the rules here, the routes in http.go, the table in store.go.
package review

import (
	"context"
	"time"

	"github.com/google/uuid"

	"cached/internal/platform/page"
	"cached/internal/platform/problem"
	"cached/internal/platform/wire"
)

// Review is one review.
type Review struct {
	ID      uuid.UUID `json:"id"`
	Version int64     `json:"-"` // one more with each change; its ETag
	Draft
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Draft is what a client sets of a review.
type Draft struct {
	Body  string `json:"body"`
	Stars int64  `json:"stars"`
}

// check finds what breaks the rules.
func (d *Draft) check() error {
	var faults problem.Faults
	faults.Length("body", d.Body, 0, 10_000)
	faults.Between("stars", d.Stars, -wire.MaxInt, wire.MaxInt)
	return faults.Err()
}

// Store keeps reviews.
type Store interface {
	Insert(ctx context.Context, row Review) error
	Find(ctx context.Context, id uuid.UUID) (Review, error)
	Page(ctx context.Context, q page.Query) ([]Review, error)
	Update(ctx context.Context, row Review) error
	Delete(ctx context.Context, id uuid.UUID, version int64) error
}

// Module is reviews as the application sees them.
type Module struct{ store Store }

// New makes the module around its store.
func New(store Store) *Module { return &Module{store} }

// create stores a new review.
func (m *Module) create(ctx context.Context, d Draft) (Review, error) {
	if err := d.check(); err != nil {
		return Review{}, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	row := Review{ID: uuid.Must(uuid.NewV7()), Version: 1, Draft: d, CreatedAt: now, UpdatedAt: now}
	return row, m.store.Insert(ctx, row)
}

// change stores a review that was read and altered.
func (m *Module) change(ctx context.Context, row Review) (Review, error) {
	if err := row.check(); err != nil {
		return Review{}, err
	}
	row.UpdatedAt = time.Now().UTC().Truncate(time.Microsecond)
	err := m.store.Update(ctx, row)
	row.Version++
	return row, err
}
