// Package orderline is all about order lines: the rules here, the routes in http.go, the table in store.go.
package orderline

import (
	"context"
	"time"

	"github.com/google/uuid"

	"example.com/team/types/internal/platform/page"
	"example.com/team/types/internal/platform/problem"
	"example.com/team/types/internal/platform/wire"
)

// OrderLine is one order line.
type OrderLine struct {
	ID      uuid.UUID `json:"id"`
	Version int64     `json:"-"` // one more with each change; its ETag
	Draft
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Draft is what a client sets of an order line.
type Draft struct {
	Order    uuid.UUID `json:"order"`
	Note     *string   `json:"note"`
	Quantity int64     `json:"quantity"`
}

// check finds what breaks the rules.
func (d *Draft) check() error {
	var faults problem.Faults
	if d.Note != nil {
		faults.Length("note", *d.Note, 1, 200)
	}
	faults.Between("quantity", d.Quantity, -wire.MaxInt, wire.MaxInt)
	return faults.Err()
}

// Store keeps order lines.
type Store interface {
	Insert(ctx context.Context, row OrderLine) error
	Find(ctx context.Context, id uuid.UUID) (OrderLine, error)
	Page(ctx context.Context, q page.Query) ([]OrderLine, error)
	Update(ctx context.Context, row OrderLine) error
	Delete(ctx context.Context, id uuid.UUID, version int64) error
}

// Module is order lines as the application sees them.
type Module struct{ store Store }

// New makes the module around its store.
func New(store Store) *Module { return &Module{store} }

// create stores a new order line.
func (m *Module) create(ctx context.Context, d Draft) (OrderLine, error) {
	if err := d.check(); err != nil {
		return OrderLine{}, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	row := OrderLine{ID: uuid.Must(uuid.NewV7()), Version: 1, Draft: d, CreatedAt: now, UpdatedAt: now}
	return row, m.store.Insert(ctx, row)
}

// change stores an order line that was read and altered.
func (m *Module) change(ctx context.Context, row OrderLine) (OrderLine, error) {
	if err := row.check(); err != nil {
		return OrderLine{}, err
	}
	row.UpdatedAt = time.Now().UTC().Truncate(time.Microsecond)
	err := m.store.Update(ctx, row)
	row.Version++
	return row, err
}
