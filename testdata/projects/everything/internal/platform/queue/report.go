package queue

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"everything/internal/platform/db"
)

const (
	reportEvery = 30 * time.Second
	tidyEvery   = 5 * time.Minute
	longestLag  = time.Minute // what is due longer makes /readyz say that the queue is unavailable
)

// Check is an error while jobs wait longer than they should: no worker is there, or too few, or none that knows their kind.
func (q *Queue) Check(ctx context.Context) error {
	if err := q.broker.Check(ctx); err != nil {
		return err
	}
	lag, err := q.lag(ctx)
	if err == nil && lag > longestLag {
		err = fmt.Errorf("a job is due since %s", lag.Round(time.Second))
	}
	return err
}

// report writes the state of the queue to the log, while it changes.
func (w *worker) report(ctx context.Context) {
	var last Stats
	for pause(ctx, reportEvery) {
		s, err := w.Stats(ctx)
		if err != nil {
			continue // taking jobs fails too, and says so
		}
		if s != last {
			level := slog.LevelInfo
			if s.Lag > longestLag || s.Dead > last.Dead {
				level = slog.LevelWarn
			}
			slog.Log(ctx, level, "queue", "waiting", s.Waiting, "retrying", s.Retrying, "running", s.Running, "dead", s.Dead,
				"lag", s.Lag.String(), "age", s.Age.String())
			last = s
		}
		w.reportUnknown(ctx)
	}
}

// reportUnknown tells of jobs that wait for a worker that knows their kind.
func (w *worker) reportUnknown(ctx context.Context) {
	args := []any{now()}
	for _, kind := range w.kinds {
		args = append(args, kind)
	}
	others := ""
	if len(w.kinds) > 0 {
		others = ` AND "kind" NOT IN (` + db.Marks(len(args))[len("$1, "):] + `)`
	}
	err := w.table.db.Query(ctx, func(row db.Row) error {
		var kind string
		var n int
		err := row.Scan(&kind, &n)
		slog.Warn("jobs of a kind that this worker does not know are left to another one", "kind", kind, "due", n)
		return err
	}, `SELECT "kind", COUNT(*) FROM "queue_jobs" WHERE "run_at" <= $1`+others+` GROUP BY "kind" ORDER BY "kind"`, args...)
	if err != nil && ctx.Err() == nil {
		slog.Warn("cannot look for jobs of unknown kinds", "error", err)
	}
}

// tidy forgets jobs that were done a while ago.
func (w *worker) tidy(ctx context.Context) {
	for pause(ctx, tidyEvery) {
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = w.table.prune(ctx, now().Add(-time.Duration(w.settings.Keep))); err != nil && ctx.Err() == nil {
				slog.Warn("cannot forget jobs that are done", "error", err)
			}
		}
	}
}
