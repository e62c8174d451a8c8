// Package queuetest runs jobs in tests.
package queuetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/db"
	"everything/internal/platform/queue"
)

// Run enqueues jobs, has them run, and fails the test unless each is done at its first attempt.
func Run(t *testing.T, d *db.DB, handlers []queue.Handler, jobs ...queue.Job) {
	t.Helper()
	var ids []uuid.UUID
	for _, job := range jobs {
		enqueued, err := queue.Enqueue(t.Context(), d, job)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, enqueued.ID)
	}
	q := queue.New(d, queue.Loopback(), queue.Settings{Workers: 4, Lease: queue.Duration(time.Minute), Keep: queue.Duration(time.Hour)})
	finish := q.Start(t.Context(), handlers)
	defer finish()
	for _, id := range ids {
		isDone(t, d, id)
	}
}

// isDone waits for the end of a job's first attempt.
func isDone(t *testing.T, d *db.DB, id uuid.UUID) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		var state queue.State
		var reason string
		_, err := d.Get(ctx, func(row db.Row) error { return row.Scan(&state, &reason) },
			`SELECT "state", "last_error" FROM "queue_jobs" WHERE "id" = $1`, id)
		switch {
		case err != nil:
			t.Fatal(err)
		case state == queue.Done:
			return
		case reason != "":
			t.Errorf("job %s: %s", id, reason)
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
