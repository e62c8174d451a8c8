package orderline

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"example.com/team/types/internal/platform/page"
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
		Order:    uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, "order", i)),
		Note:     new(fmt.Sprintf("Note %d", i+1)),
		Quantity: int64(3*i + 1),
	}
}
