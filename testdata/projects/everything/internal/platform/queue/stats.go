package queue

import (
	"context"
	"time"

	"everything/internal/platform/db"
)

// Stats are the state of the queue, for all processes.
type Stats struct {
	Waiting  int           // for their turn, or for their time
	Retrying int           // of these, how many have failed before
	Running  int           // in a worker
	Dead     int           // until somebody looks: jobs retry, or jobs discard
	Lag      time.Duration // how long the job that is due longest has been due
	Age      time.Duration // how long ago the oldest job that is not finished was enqueued
}

// Stats counts the jobs that are not done.
func (q *Queue) Stats(ctx context.Context) (s Stats, err error) {
	var created *time.Time
	for _, read := range []struct {
		into  []any
		query string
	}{
		{[]any{&s.Waiting, &s.Retrying, &s.Running}, `SELECT
			COUNT(CASE WHEN "state" <> 'running' THEN 1 END),
			COUNT(CASE WHEN "state" <> 'running' AND "attempts" > 0 THEN 1 END),
			COUNT(CASE WHEN "state" = 'running' THEN 1 END)
			FROM "queue_jobs" WHERE "run_at" IS NOT NULL`},
		{[]any{&s.Dead}, `SELECT COUNT(*) FROM "queue_jobs" WHERE "state" = 'dead'`},
		{[]any{&created}, `SELECT "created_at" FROM "queue_jobs" WHERE "run_at" IS NOT NULL ORDER BY "seq" LIMIT 1`},
	} {
		if err == nil {
			_, err = q.table.db.Get(ctx, func(row db.Row) error { return row.Scan(read.into...) }, read.query)
		}
	}
	s.Age = since(created)
	if err == nil {
		s.Lag, err = q.lag(ctx)
	}
	return s, err
}

// lag is how long the job that is due longest has been due. It reads one row.
func (q *Queue) lag(ctx context.Context) (time.Duration, error) {
	var due *time.Time
	_, err := q.table.db.Get(ctx, func(row db.Row) error { return row.Scan(&due) },
		`SELECT "run_at" FROM "queue_jobs" WHERE "run_at" IS NOT NULL ORDER BY "run_at", "seq" LIMIT 1`)
	return since(due), err
}

// since is how long ago a time was, if it was.
func since(t *time.Time) time.Duration {
	if t == nil {
		return 0
	}
	return max(0, time.Since(*t))
}
