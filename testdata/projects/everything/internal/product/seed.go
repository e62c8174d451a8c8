package product

import (
	"context"
	"fmt"

	"everything/internal/platform/page"
	"everything/internal/platform/wire"
)

// seedRows is how many rows `make seed` writes.
const seedRows = 20

// Seed writes example rows, unless there are rows already.
func (m *Module) Seed(ctx context.Context) error {
	rows, err := m.store.Page(ctx, page.Query{Limit: 1})
	if err != nil || len(rows) > 0 {
		return err
	}
	for i := range seedRows {
		if _, err := m.create(ctx, example(i)); err != nil {
			return err
		}
	}
	return nil
}

// example is the draft of the i-th example row.
func example(i int) Draft {
	return Draft{
		Name:  []string{"Oak", "Linen", "Copper", "Wool", "Slate"}[i%5] + []string{" lamp", " chair", " bowl", " frame"}[i/5%4],
		Price: wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10))),
	}
}
