package booking

import (
	"context"
	"fmt"
	"time"

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
		CustomerEmail: fmt.Sprintf("person%02d@example.com", i+1),
		Date:          wire.Date(time.Date(2026, 1, 1+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)),
	}
}
