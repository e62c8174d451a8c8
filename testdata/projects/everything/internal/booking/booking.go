// Package booking is all about bookings: the rules here, the routes in http.go, the table in store.go.
package booking

import (
	"context"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/page"
	"everything/internal/platform/problem"
	"everything/internal/platform/wire"
)

// Booking is one booking.
type Booking struct {
	ID      uuid.UUID `json:"id"`
	Version int64     `json:"-"` // one more with each change; its ETag
	Draft
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Draft is what a client sets of a booking.
type Draft struct {
	CustomerEmail string    `json:"customer_email"`
	Date          wire.Date `json:"date"`
}

// check finds what breaks the rules.
func (d *Draft) check() error {
	var faults problem.Faults
	faults.Length("customer_email", d.CustomerEmail, 1, 200)
	return faults.Err()
}

// Store keeps bookings.
type Store interface {
	Insert(ctx context.Context, row Booking) error
	Find(ctx context.Context, id uuid.UUID) (Booking, error)
	Page(ctx context.Context, q page.Query) ([]Booking, error)
	Update(ctx context.Context, row Booking) error
	Delete(ctx context.Context, id uuid.UUID, version int64) error
}

// Module is bookings as the application sees them.
type Module struct{ store Store }

// New makes the module around its store.
func New(store Store) *Module { return &Module{store} }

// create stores a new booking.
func (m *Module) create(ctx context.Context, d Draft) (Booking, error) {
	if err := d.check(); err != nil {
		return Booking{}, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	row := Booking{ID: uuid.Must(uuid.NewV7()), Version: 1, Draft: d, CreatedAt: now, UpdatedAt: now}
	return row, m.store.Insert(ctx, row)
}

// change stores a booking that was read and altered.
func (m *Module) change(ctx context.Context, row Booking) (Booking, error) {
	if err := row.check(); err != nil {
		return Booking{}, err
	}
	row.UpdatedAt = time.Now().UTC().Truncate(time.Microsecond)
	err := m.store.Update(ctx, row)
	row.Version++
	return row, err
}
