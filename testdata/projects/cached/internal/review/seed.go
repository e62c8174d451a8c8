package review

import (
	"context"

	"cached/internal/platform/page"
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
		Body:  "Written to be read, and long enough to wrap once on a narrow screen.",
		Stars: int64(3*i + 1),
	}
}
