package queue

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"everything/internal/platform/db"
)

const (
	publishBatch  = 100
	mostPublished = 5000 // at a time: what the broker has not delivered in time is published again
	publishLeases = 4    // of a worker, after which a ticket is taken for lost
)

// ticketTime is how long a ticket is waited for.
func (w *worker) ticketTime() time.Duration { return publishLeases * time.Duration(w.settings.Lease) }

// relay tells the broker of jobs that are due.
func (w *worker) relay(ctx context.Context) {
	wait := poll
	for ctx.Err() == nil {
		n, err := w.publish(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			slog.Error("cannot publish jobs", "error", err, "next_try_in", wait.String())
			pause(ctx, wait)
			wait = min(2*wait, 5*time.Second)
		case n == 0:
			w.rest(ctx)
			wait = poll
		case n < publishBatch:
			pause(ctx, poll/5) // others come together meanwhile, and share the way
			wait = poll
		}
	}
}

// publish tells the broker of some jobs that are due. They are marked before, so that no worker gets a ticket that means
// nothing yet; a mark whose ticket got lost runs out.
func (w *worker) publish(ctx context.Context) (int, error) {
	condition, args := due(w.kinds, 1) // looking costs little, also when it is for nothing
	jobs, err := w.table.list(ctx, condition, args...)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	err = w.table.db.Atomically(ctx, func(ctx context.Context) (err error) {
		jobs, err = w.table.publishable(ctx, w.kinds)
		if err != nil {
			return err
		}
		return w.table.mark(ctx, jobs, now().Add(w.ticketTime()))
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	tickets := make([]Ticket, len(jobs))
	for i, job := range jobs {
		tickets[i] = Ticket{job.ID, job.Key}
	}
	if err := w.broker.Publish(ctx, tickets); err != nil {
		if failed := w.table.unmark(context.WithoutCancel(ctx), jobs); failed != nil {
			err = fmt.Errorf("%w, and they wait for %s: %w", err, w.ticketTime(), failed)
		}
		return 0, err
	}
	return len(jobs), nil
}

// publishable returns jobs that are due, while not too many are published.
func (t table) publishable(ctx context.Context, kinds []string) ([]row, error) {
	var n int
	_, err := t.db.Get(ctx, func(row db.Row) error { return row.Scan(&n) },
		`SELECT COUNT(*) FROM "queue_jobs" WHERE "run_at" > $1 AND "state" = 'published'`, now())
	if err != nil || n >= mostPublished {
		return nil, err
	}
	condition, args := due(kinds, publishBatch)
	return t.list(ctx, condition+unlocked, args...)
}

func (t table) mark(ctx context.Context, jobs []row, until time.Time) error {
	if len(jobs) == 0 {
		return nil
	}
	in, args := among(jobs, until)
	_, err := t.db.Exec(ctx, `UPDATE "queue_jobs" SET "state" = 'published', "run_at" = $1 WHERE "seq" IN `+in, args...)
	return err
}

// unmark lets jobs wait that could not be published.
func (t table) unmark(ctx context.Context, jobs []row) error {
	in, args := among(jobs, now())
	_, err := t.db.Exec(ctx, `UPDATE "queue_jobs" SET "state" = 'waiting', "run_at" = $1 WHERE "state" = 'published' AND "seq" IN `+in, args...)
	return err
}
