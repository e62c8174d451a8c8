package product

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"everything/internal/platform/db"
	"everything/internal/platform/page"
	"everything/internal/platform/problem"
	"everything/internal/platform/wire"
)

// sqlStore keeps products in the table products.
type sqlStore struct{ db *db.DB }

// columns stand in the order of Insert and scan.
const columns = `
	"id",
	"version",
	"name",
	"price",
	"created_at",
	"updated_at"`

func (row *Product) scan(from db.Row) error {
	return from.Scan(
		&row.ID,
		&row.Version,
		&row.Name,
		&row.Price,
		&row.CreatedAt,
		&row.UpdatedAt,
	)
}

// listed are the fields that lists filter and sort by. Each has an index.
var listed = page.Fields[Product]{
	"name":  page.By(page.Text, func(row Product) string { return row.Name }),
	"price": page.By(wire.ParseDecimal, func(row Product) wire.Decimal { return row.Price }),
}

func (s sqlStore) Insert(ctx context.Context, row Product) error {
	values := []any{
		row.ID,
		row.Version,
		row.Name,
		row.Price,
		row.CreatedAt,
		row.UpdatedAt,
	}
	_, err := s.db.Exec(ctx, `INSERT INTO "products" (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

func (s sqlStore) Find(ctx context.Context, id uuid.UUID) (row Product, err error) {
	found, err := s.db.Get(ctx, row.scan, `SELECT `+columns+` FROM "products" WHERE "id" = $1`, id)
	if err == nil && !found {
		err = problem.New(http.StatusNotFound, "there is no product with this id")
	}
	return row, err
}

// Page returns the rows of a page and one more if there is one.
func (s sqlStore) Page(ctx context.Context, q page.Query) ([]Product, error) {
	rows := make([]Product, 0, q.Limit+1)
	for _, part := range q.Parts() {
		err := s.db.Query(ctx, func(from db.Row) error {
			var row Product
			err := row.scan(from)
			rows = append(rows, row)
			return err
		}, `SELECT `+columns+` FROM "products"`+part.SQL, part.Args...)
		if err != nil || len(rows) > q.Limit {
			return rows, err
		}
	}
	return rows, nil
}

// Update stores a row if nobody has changed it since it was read.
func (s sqlStore) Update(ctx context.Context, row Product) error {
	set, args := db.Set(map[string]any{
		"name":       row.Name,
		"price":      row.Price,
		"updated_at": row.UpdatedAt,
	}, row.ID, row.Version)
	changed, err := s.db.Exec(ctx, `UPDATE "products" SET "version" = "version" + 1, `+set+` WHERE "id" = $1 AND "version" = $2`, args...)
	return changedOne(changed, err)
}

// Delete removes a row if nobody has changed it since it was read.
func (s sqlStore) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	return changedOne(s.db.Exec(ctx, `DELETE FROM "products" WHERE "id" = $1 AND "version" = $2`, id, version))
}

func changedOne(changed int64, err error) error {
	if err == nil && changed == 0 {
		return problem.New(http.StatusConflict, "somebody else has changed it meanwhile; read it again")
	}
	return err
}
