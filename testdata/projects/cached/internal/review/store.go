package review

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"cached/internal/platform/db"
	"cached/internal/platform/page"
	"cached/internal/platform/problem"
)

// sqlStore keeps reviews in the table reviews.
type sqlStore struct{ db *db.DB }

// columns stand in the order of Insert and scan.
const columns = `
	"id",
	"version",
	"body",
	"stars",
	"created_at",
	"updated_at"`

func (row *Review) scan(from db.Row) error {
	return from.Scan(
		&row.ID,
		&row.Version,
		&row.Body,
		&row.Stars,
		&row.CreatedAt,
		&row.UpdatedAt,
	)
}

// listed are the fields that lists filter and sort by. Each has an index.
var listed = page.Fields[Review]{}

func (s sqlStore) Insert(ctx context.Context, row Review) error {
	values := []any{
		row.ID,
		row.Version,
		row.Body,
		row.Stars,
		row.CreatedAt,
		row.UpdatedAt,
	}
	_, err := s.db.Exec(ctx, `INSERT INTO "reviews" (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

func (s sqlStore) Find(ctx context.Context, id uuid.UUID) (row Review, err error) {
	found, err := s.db.Get(ctx, row.scan, `SELECT `+columns+` FROM "reviews" WHERE "id" = $1`, id)
	if err == nil && !found {
		err = problem.New(http.StatusNotFound, "there is no review with this id")
	}
	return row, err
}

// Page returns the rows of a page and one more if there is one.
func (s sqlStore) Page(ctx context.Context, q page.Query) ([]Review, error) {
	rows := make([]Review, 0, q.Limit+1)
	for _, part := range q.Parts() {
		err := s.db.Query(ctx, func(from db.Row) error {
			var row Review
			err := row.scan(from)
			rows = append(rows, row)
			return err
		}, `SELECT `+columns+` FROM "reviews"`+part.SQL, part.Args...)
		if err != nil || len(rows) > q.Limit {
			return rows, err
		}
	}
	return rows, nil
}

// Update stores a row if nobody has changed it since it was read.
func (s sqlStore) Update(ctx context.Context, row Review) error {
	set, args := db.Set(map[string]any{
		"body":       row.Body,
		"stars":      row.Stars,
		"updated_at": row.UpdatedAt,
	}, row.ID, row.Version)
	changed, err := s.db.Exec(ctx, `UPDATE "reviews" SET "version" = "version" + 1, `+set+` WHERE "id" = $1 AND "version" = $2`, args...)
	return changedOne(changed, err)
}

// Delete removes a row if nobody has changed it since it was read.
func (s sqlStore) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	return changedOne(s.db.Exec(ctx, `DELETE FROM "reviews" WHERE "id" = $1 AND "version" = $2`, id, version))
}

func changedOne(changed int64, err error) error {
	if err == nil && changed == 0 {
		return problem.New(http.StatusConflict, "somebody else has changed it meanwhile; read it again")
	}
	return err
}
