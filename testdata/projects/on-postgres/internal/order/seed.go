package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"example.com/team/types/internal/platform/page"
	"example.com/team/types/internal/platform/wire"
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
		Group:   fmt.Sprintf("Group %d", i+1),
		User:    fmt.Sprintf("User %d", i+1),
		Select:  new(fmt.Sprintf("Select %d", i+1)),
		Type:    []string{"draft", "paid", "sent"}[i%3],
		From:    "Written to be read, and long enough to wrap once on a narrow screen.",
		Table:   new("Written to be read, and long enough to wrap once on a narrow screen."),
		Index:   int64(3*i + 1),
		Rank:    int64(3*i + 1),
		Key:     new(int64(3*i + 1)),
		Total:   wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10))),
		Tax:     new(wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10)))),
		Rate:    wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10))),
		Open:    i%3 != 0,
		Default: new(i%3 != 0),
		Day:     wire.Date(time.Date(2026, 1, 1+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)),
		Until:   new(wire.Date(time.Date(2026, 1, 1+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))),
		At:      wire.Time{Time: time.Date(2026, 1, 1+i, 9, 30, 0, 0, time.UTC)},
		Seen:    new(wire.Time{Time: time.Date(2026, 1, 1+i, 9, 30, 0, 0, time.UTC)}),
		Token:   uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, "token", i)),
		Parent:  new(uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, "parent", i))),
		Fee:     new(wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10)))),
		Memo:    new(fmt.Sprintf("Memo %d", i+1)),
		Extra:   new(wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10)))),
	}
}
