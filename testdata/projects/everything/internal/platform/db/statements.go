package db

import (
	"context"
	"database/sql/driver"
	"math/rand/v2"
	"time"
)

// slowest is how long a statement may take. What takes longer does not belong in a request.
const slowest = 5 * time.Second

// Query runs a SELECT and hands each row to scan.
func (d *DB) Query(ctx context.Context, scan func(Row) error, query string, args ...any) error {
	args, err := plain(args)
	if err != nil {
		return err
	}
	handed := false
	return d.try(ctx, func(ctx context.Context) error {
		rows, err := d.on(ctx).QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells all that Close could
		for rows.Next() {
			handed = true
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}, func(err error) bool { return !handed && (undone(err) || lost(err)) })
}

// Exec runs a statement that writes, and returns how many rows it changed.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	if args, err = plain(args); err != nil {
		return 0, err
	}
	err = d.try(ctx, func(ctx context.Context) error {
		result, err := d.on(ctx).ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		changed, err = result.RowsAffected()
		return err
	}, undone) // after a lost connection nobody knows whether it was carried out
	return changed, err
}

// try runs a statement in the time it has, and up to twice more while again says that this can help.
func (d *DB) try(ctx context.Context, statement func(context.Context) error, again func(error) bool) error {
	if d.transaction(ctx) != nil {
		return d.explain(statement(ctx)) // what runs again is the whole transaction
	}
	ctx, cancel := context.WithTimeout(ctx, slowest)
	defer cancel()
	err := statement(ctx)
	for attempt := 1; attempt < 3 && err != nil && ctx.Err() == nil && again(err); attempt++ {
		time.Sleep(rand.N(20 * time.Millisecond)) // so that those who collided do not meet again
		err = statement(ctx)
	}
	return d.explain(err)
}

// plain asks the arguments that know it for their values. The driver would do so too, but only after it has tried to read
// each in its own ways, which takes longer than all the rest it does with it.
func plain(args []any) ([]any, error) {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg
		if _, knows := arg.(driver.Valuer); knows {
			value, err := driver.DefaultParameterConverter.ConvertValue(arg) // a nil pointer becomes nil
			if err != nil {
				return nil, err
			}
			values[i] = value
		}
	}
	return values, nil
}
