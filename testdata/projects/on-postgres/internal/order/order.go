// Package order is all about orders: the rules here, the routes in http.go, the table in store.go.
package order

import (
	"context"
	"time"

	"github.com/google/uuid"

	"example.com/team/types/internal/platform/page"
	"example.com/team/types/internal/platform/problem"
	"example.com/team/types/internal/platform/wire"
)

// Order is one order.
type Order struct {
	ID      uuid.UUID `json:"id"`
	Version int64     `json:"-"` // one more with each change; its ETag
	Draft
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Draft is what a client sets of an order.
type Draft struct {
	Group   string        `json:"group"`
	User    string        `json:"user"`
	Select  *string       `json:"select"`
	Type    string        `json:"type"`
	From    string        `json:"from"`
	Table   *string       `json:"table"`
	Index   int64         `json:"index"`
	Rank    int64         `json:"rank"`
	Key     *int64        `json:"key"`
	Total   wire.Decimal  `json:"total"`
	Tax     *wire.Decimal `json:"tax"`
	Rate    wire.Decimal  `json:"rate"`
	Open    bool          `json:"open"`
	Default *bool         `json:"default"`
	Day     wire.Date     `json:"day"`
	Until   *wire.Date    `json:"until"`
	At      wire.Time     `json:"at"`
	Seen    *wire.Time    `json:"seen"`
	Token   uuid.UUID     `json:"token"`
	Parent  *uuid.UUID    `json:"parent"`
	Fee     *wire.Decimal `json:"fee"`
	Memo    *string       `json:"memo"`
	Extra   *wire.Decimal `json:"extra"`
}

// check finds what breaks the rules.
func (d *Draft) check() error {
	var faults problem.Faults
	faults.Length("group", d.Group, 1, 200)
	faults.Length("user", d.User, 1, 200)
	if d.Select != nil {
		faults.Length("select", *d.Select, 1, 200)
	}
	faults.OneOf("type", d.Type, "draft", "paid", "sent")
	faults.Length("from", d.From, 0, 10_000)
	if d.Table != nil {
		faults.Length("table", *d.Table, 0, 10_000)
	}
	faults.Between("index", d.Index, -wire.MaxInt, wire.MaxInt)
	faults.Between("rank", d.Rank, -wire.MaxInt, wire.MaxInt)
	if d.Key != nil {
		faults.Between("key", *d.Key, -wire.MaxInt, wire.MaxInt)
	}
	if d.Memo != nil {
		faults.Length("memo", *d.Memo, 1, 200)
	}
	return faults.Err()
}

// Store keeps orders.
type Store interface {
	Insert(ctx context.Context, row Order) error
	Find(ctx context.Context, id uuid.UUID) (Order, error)
	Page(ctx context.Context, q page.Query) ([]Order, error)
	Update(ctx context.Context, row Order) error
	Delete(ctx context.Context, id uuid.UUID, version int64) error
}

// Module is orders as the application sees them.
type Module struct{ store Store }

// New makes the module around its store.
func New(store Store) *Module { return &Module{store} }

// create stores a new order.
func (m *Module) create(ctx context.Context, d Draft) (Order, error) {
	if err := d.check(); err != nil {
		return Order{}, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	row := Order{ID: uuid.Must(uuid.NewV7()), Version: 1, Draft: d, CreatedAt: now, UpdatedAt: now}
	return row, m.store.Insert(ctx, row)
}

// change stores an order that was read and altered.
func (m *Module) change(ctx context.Context, row Order) (Order, error) {
	if err := row.check(); err != nil {
		return Order{}, err
	}
	row.UpdatedAt = time.Now().UTC().Truncate(time.Microsecond)
	err := m.store.Update(ctx, row)
	row.Version++
	return row, err
}
