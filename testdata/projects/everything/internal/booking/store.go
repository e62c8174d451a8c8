package booking

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"everything/internal/platform/db"
	"everything/internal/platform/page"
	"everything/internal/platform/problem"
	"everything/internal/platform/wire"
)

// sqlStore keeps bookings in the table bookings.
type sqlStore struct{ db *db.DB }

// columns stand in the order of Insert and scan.
const columns = `
	"id",
	"version",
	"customer_email",
	"date",
	"created_at",
	"updated_at"`

func (row *Booking) scan(from db.Row) error {
	return from.Scan(
		&row.ID,
		&row.Version,
		&row.CustomerEmail,
		&row.Date,
		&row.CreatedAt,
		&row.UpdatedAt,
	)
}

// listed are the fields that lists filter and sort by. Each has an index.
var listed = page.Fields[Booking]{
	"customer_email": page.By(page.Text, func(row Booking) string { return row.CustomerEmail }),
	"date":           page.By(wire.ParseDate, func(row Booking) wire.Date { return row.Date }),
}

func (s sqlStore) Insert(ctx context.Context, row Booking) error {
	values := []any{
		row.ID,
		row.Version,
		row.CustomerEmail,
		row.Date,
		row.CreatedAt,
		row.UpdatedAt,
	}
	_, err := s.db.Exec(ctx, `INSERT INTO "bookings" (`+columns+`) VALUES (`+db.Marks(len(values))+`)`, values...)
	return err
}

func (s sqlStore) Find(ctx context.Context, id uuid.UUID) (row Booking, err error) {
	found, err := s.db.Get(ctx, row.scan, `SELECT `+columns+` FROM "bookings" WHERE "id" = $1`, id)
	if err == nil && !found {
		err = problem.New(http.StatusNotFound, "there is no booking with this id")
	}
	return row, err
}

// Page returns the rows of a page and one more if there is one.
func (s sqlStore) Page(ctx context.Context, q page.Query) ([]Booking, error) {
	rows := make([]Booking, 0, q.Limit+1)
	for _, part := range q.Parts() {
		err := s.db.Query(ctx, func(from db.Row) error {
			var row Booking
			err := row.scan(from)
			rows = append(rows, row)
			return err
		}, `SELECT `+columns+` FROM "bookings"`+part.SQL, part.Args...)
		if err != nil || len(rows) > q.Limit {
			return rows, err
		}
	}
	return rows, nil
}

// Update stores a row if nobody has changed it since it was read.
func (s sqlStore) Update(ctx context.Context, row Booking) error {
	set, args := db.Set(map[string]any{
		"customer_email": row.CustomerEmail,
		"date":           row.Date,
		"updated_at":     row.UpdatedAt,
	}, row.ID, row.Version)
	changed, err := s.db.Exec(ctx, `UPDATE "bookings" SET "version" = "version" + 1, `+set+` WHERE "id" = $1 AND "version" = $2`, args...)
	return changedOne(changed, err)
}

// Delete removes a row if nobody has changed it since it was read.
func (s sqlStore) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	return changedOne(s.db.Exec(ctx, `DELETE FROM "bookings" WHERE "id" = $1 AND "version" = $2`, id, version))
}

func changedOne(changed int64, err error) error {
	if err == nil && changed == 0 {
		return problem.New(http.StatusConflict, "somebody else has changed it meanwhile; read it again")
	}
	return err
}
