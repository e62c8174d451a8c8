// Package product is all about products: the rules here, the routes in http.go, the table in store.go.
package product

import (
	"context"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/page"
	"everything/internal/platform/problem"
	"everything/internal/platform/wire"
)

// Product is one product.
type Product struct {
	ID      uuid.UUID `json:"id"`
	Version int64     `json:"-"` // one more with each change; its ETag
	Draft
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Draft is what a client sets of a product.
type Draft struct {
	Name  string       `json:"name"`
	Price wire.Decimal `json:"price"`
}

// check finds what breaks the rules.
func (d *Draft) check() error {
	var faults problem.Faults
	faults.Length("name", d.Name, 1, 200)
	return faults.Err()
}

// Store keeps products.
type Store interface {
	Insert(ctx context.Context, row Product) error
	Find(ctx context.Context, id uuid.UUID) (Product, error)
	Page(ctx context.Context, q page.Query) ([]Product, error)
	Update(ctx context.Context, row Product) error
	Delete(ctx context.Context, id uuid.UUID, version int64) error
}

// Module is products as the application sees them.
type Module struct{ store Store }

// New makes the module around its store.
func New(store Store) *Module { return &Module{store} }

// create stores a new product.
func (m *Module) create(ctx context.Context, d Draft) (Product, error) {
	if err := d.check(); err != nil {
		return Product{}, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	row := Product{ID: uuid.Must(uuid.NewV7()), Version: 1, Draft: d, CreatedAt: now, UpdatedAt: now}
	return row, m.store.Insert(ctx, row)
}

// change stores a product that was read and altered.
func (m *Module) change(ctx context.Context, row Product) (Product, error) {
	if err := row.check(); err != nil {
		return Product{}, err
	}
	row.UpdatedAt = time.Now().UTC().Truncate(time.Microsecond)
	err := m.store.Update(ctx, row)
	row.Version++
	return row, err
}
