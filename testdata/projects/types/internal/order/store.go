package order

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"example.com/team/types/internal/platform/db"
	"example.com/team/types/internal/platform/page"
	"example.com/team/types/internal/platform/problem"
	"example.com/team/types/internal/platform/wire"
)

// sqlStore keeps orders in the table orders.
type sqlStore struct{ db *db.DB }

// columns stand in the order of Insert and scan.
const columns = `
	"id",
	"version",
	"group",
	"user",
	"select",
	"type",
	"from",
	"table",
	"index",
	"rank",
	"key",
	"total",
	"tax",
	"rate",
	"open",
	"default",
	"day",
	"until",
	"at",
	"seen",
	"token",
	"parent",
	"created_at",
	"updated_at"`

func (row *Order) scan(from db.Row) error {
	return from.Scan(
		&row.ID,
		&row.Version,
		&row.Group,
		&row.User,
		&row.Select,
		&row.Type,
		&row.From,
		&row.Table,
		&row.Index,
		&row.Rank,
		&row.Key,
		&row.Total,
		&row.Tax,
		&row.Rate,
		&row.Open,
		&row.Default,
		&row.Day,
		&row.Until,
		&row.At,
		&row.Seen,
		&row.Token,
		&row.Parent,
		&row.CreatedAt,
		&row.UpdatedAt,
	)
}

// listed are the fields that lists filter and sort by. Each has an index.
var listed = page.Fields[Order]{
	"group":   page.By(page.Text, func(row Order) string { return row.Group }),
	"user":    page.By(page.Text, func(row Order) string { return row.User }),
	"type":    page.By(page.Text, func(row Order) string { return row.Type }),
	"index":   page.By(wire.ParseInt, func(row Order) int64 { return row.Index }),
	"rank":    page.By(wire.ParseInt, func(row Order) int64 { return row.Rank }),
	"total":   page.By(wire.ParseDecimal, func(row Order) wire.Decimal { return row.Total }),
	"rate":    page.By(wire.ParseDecimal, func(row Order) wire.Decimal { return row.Rate }),
	"default": page.Optional(wire.ParseBool, func(row Order) *bool { return row.Default }),
	"day":     page.By(wire.ParseDate, func(row Order) wire.Date { return row.Day }),
	"at":      page.By(wire.ParseTime, func(row Order) wire.Time { return row.At }),
	"token":   page.By(uuid.Parse, func(row Order) uuid.UUID { return row.Token }),
}

func (s sqlStore) Insert(ctx context.Context, row Order) error {
	values := []any{
		row.ID,
		row.Version,
		row.Group,
		row.User,
		row.Select,
		row.Type,
		row.From,
		row.Table,
		row.Index,
		row.Rank,
		row.Key,
		row.Total,
		row.Tax,
		row.Rate,
		row.Open,
		row.Default,
		row.Day,
		row.Until,
		row.At,
		row.Seen,
		row.Token,
		row.Parent,
		row.CreatedAt,
		row.UpdatedAt,
	}
	_, err := s.db.Exec(ctx, `INSERT INTO "orders" (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

func (s sqlStore) Find(ctx context.Context, id uuid.UUID) (row Order, err error) {
	found, err := s.db.Get(ctx, row.scan, `SELECT `+columns+` FROM "orders" WHERE "id" = $1`, id)
	if err == nil && !found {
		err = problem.New(http.StatusNotFound, "there is no order with this id")
	}
	return row, err
}

// Page returns the rows of a page and one more if there is one.
func (s sqlStore) Page(ctx context.Context, q page.Query) ([]Order, error) {
	rows := make([]Order, 0, q.Limit+1)
	for _, part := range q.Parts() {
		err := s.db.Query(ctx, func(from db.Row) error {
			var row Order
			err := row.scan(from)
			rows = append(rows, row)
			return err
		}, `SELECT `+columns+` FROM "orders"`+part.SQL, part.Args...)
		if err != nil || len(rows) > q.Limit {
			return rows, err
		}
	}
	return rows, nil
}

// Update stores a row if nobody has changed it since it was read.
func (s sqlStore) Update(ctx context.Context, row Order) error {
	set, args := db.Set(map[string]any{
		"group":      row.Group,
		"user":       row.User,
		"select":     row.Select,
		"type":       row.Type,
		"from":       row.From,
		"table":      row.Table,
		"index":      row.Index,
		"rank":       row.Rank,
		"key":        row.Key,
		"total":      row.Total,
		"tax":        row.Tax,
		"rate":       row.Rate,
		"open":       row.Open,
		"default":    row.Default,
		"day":        row.Day,
		"until":      row.Until,
		"at":         row.At,
		"seen":       row.Seen,
		"token":      row.Token,
		"parent":     row.Parent,
		"updated_at": row.UpdatedAt,
	}, row.ID, row.Version)
	changed, err := s.db.Exec(ctx, `UPDATE "orders" SET "version" = "version" + 1, `+set+` WHERE "id" = $1 AND "version" = $2`, args...)
	return changedOne(changed, err)
}

// Delete removes a row if nobody has changed it since it was read.
func (s sqlStore) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	return changedOne(s.db.Exec(ctx, `DELETE FROM "orders" WHERE "id" = $1 AND "version" = $2`, id, version))
}

func changedOne(changed int64, err error) error {
	if err == nil && changed == 0 {
		return problem.New(http.StatusConflict, "somebody else has changed it meanwhile; read it again")
	}
	return err
}
