package orderline

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"example.com/team/types/internal/platform/db"
	"example.com/team/types/internal/platform/page"
	"example.com/team/types/internal/platform/problem"
)

// sqlStore keeps order lines in the table order_lines.
type sqlStore struct{ db *db.DB }

// columns stand in the order of Insert and scan.
const columns = `
	"id",
	"version",
	"order",
	"note",
	"quantity",
	"created_at",
	"updated_at"`

func (row *OrderLine) scan(from db.Row) error {
	return from.Scan(
		&row.ID,
		&row.Version,
		&row.Order,
		&row.Note,
		&row.Quantity,
		&row.CreatedAt,
		&row.UpdatedAt,
	)
}

// listed are the fields that lists filter and sort by. Each has an index.
var listed = page.Fields[OrderLine]{
	"order": page.By(uuid.Parse, func(row OrderLine) uuid.UUID { return row.Order }),
}

func (s sqlStore) Insert(ctx context.Context, row OrderLine) error {
	values := []any{
		row.ID,
		row.Version,
		row.Order,
		row.Note,
		row.Quantity,
		row.CreatedAt,
		row.UpdatedAt,
	}
	_, err := s.db.Exec(ctx, `INSERT INTO "order_lines" (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

func (s sqlStore) Find(ctx context.Context, id uuid.UUID) (row OrderLine, err error) {
	found, err := s.db.Get(ctx, row.scan, `SELECT `+columns+` FROM "order_lines" WHERE "id" = $1`, id)
	if err == nil && !found {
		err = problem.New(http.StatusNotFound, "there is no order line with this id")
	}
	return row, err
}

// Page returns the rows of a page and one more if there is one.
func (s sqlStore) Page(ctx context.Context, q page.Query) ([]OrderLine, error) {
	rows := make([]OrderLine, 0, q.Limit+1)
	for _, part := range q.Parts() {
		err := s.db.Query(ctx, func(from db.Row) error {
			var row OrderLine
			err := row.scan(from)
			rows = append(rows, row)
			return err
		}, `SELECT `+columns+` FROM "order_lines"`+part.SQL, part.Args...)
		if err != nil || len(rows) > q.Limit {
			return rows, err
		}
	}
	return rows, nil
}

// Update stores a row if nobody has changed it since it was read.
func (s sqlStore) Update(ctx context.Context, row OrderLine) error {
	set, args := db.Set(map[string]any{
		"order":      row.Order,
		"note":       row.Note,
		"quantity":   row.Quantity,
		"updated_at": row.UpdatedAt,
	}, row.ID, row.Version)
	changed, err := s.db.Exec(ctx, `UPDATE "order_lines" SET "version" = "version" + 1, `+set+` WHERE "id" = $1 AND "version" = $2`, args...)
	return changedOne(changed, err)
}

// Delete removes a row if nobody has changed it since it was read.
func (s sqlStore) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	return changedOne(s.db.Exec(ctx, `DELETE FROM "order_lines" WHERE "id" = $1 AND "version" = $2`, id, version))
}

func changedOne(changed int64, err error) error {
	if err == nil && changed == 0 {
		return problem.New(http.StatusConflict, "somebody else has changed it meanwhile; read it again")
	}
	return err
}
