package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"everything/internal/platform/problem"
)

// errLost says that a job belongs to somebody else meanwhile, and nothing of this attempt is kept.
var errLost = errors.New("the job was taken for lost meanwhile")

// do runs a job, once, and writes down what came of it.
func (w *worker) do(ctx context.Context, job row) {
	defer w.pass(job)
	start := time.Now()
	a, err := w.handlers[job.Kind].read([]byte(job.Payload))
	switch {
	case err == nil && job.Attempts > a.options.Attempts:
		err = Permanent(errors.New("its worker was lost in the last attempt"))
	case err == nil:
		err = w.attempt(ctx, job, a)
	}
	log := slog.With("kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "duration", time.Since(start))
	switch {
	case err == nil:
		log.Info("job done")
	case errors.Is(err, errLost):
		log.Warn("job lost", "error", err)
	case w.stopping():
		log.Info("job given back", "error", err)
		err = w.write(func(ctx context.Context) error { return w.table.release(ctx, []row{job}, w.name) })
	case isPermanent(err) || job.Attempts >= a.options.Attempts:
		log.Error("job dead", "error", err)
		err = w.write(func(ctx context.Context) error { return w.table.bury(ctx, job, cause(err)) })
	default:
		wait := backoff(job.Attempts)
		log.Warn("job failed", "error", err, "next_attempt_in", wait.String())
		err = w.write(func(ctx context.Context) error { return w.table.again(ctx, job, now().Add(wait), cause(err)) })
	}
	if err != nil && !errors.Is(err, errLost) {
		log.Error("what came of a job cannot be written down; it will be run again", "error", err)
	}
}

// attempt runs a job and finishes it, with what it writes to the database.
func (w *worker) attempt(ctx context.Context, job row, a attempt) error {
	once, err := w.within(ctx, a.options.Timeout, func(ctx context.Context) (Once, error) { return a.run(ctx, job.ID) })
	if err != nil {
		return err
	}
	return w.write(func(ctx context.Context) error { return w.finish(ctx, job, once) })
}

func (w *worker) finish(ctx context.Context, job row, once Once) error {
	return w.table.db.Atomically(ctx, func(ctx context.Context) error {
		mine, err := w.table.finish(ctx, job)
		switch {
		case err != nil:
			return err
		case !mine:
			return errLost
		case once == nil:
			return nil
		}
		_, err = surviving(func() (Once, error) { return nil, once(ctx) })
		return err
	})
}

// write tries for a while to write to the database: what a job has done outside of it would be done again.
func (w *worker) write(do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(w.settings.Lease))
	defer cancel()
	err := do(ctx)
	for wait := 100 * time.Millisecond; errors.Is(err, problem.ErrUnavailable) && pause(ctx, wait); wait *= 2 {
		err = do(ctx)
	}
	return err
}

// within runs a handler in the time it has. One that goes on after that is left behind: it must not hold up other jobs.
func (w *worker) within(ctx context.Context, timeout time.Duration, run func(context.Context) (Once, error)) (Once, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	type result struct {
		once Once
		err  error
	}
	ended := make(chan result, 1)
	go func() {
		once, err := surviving(func() (Once, error) { return run(ctx) })
		ended <- result{once, err}
	}()
	select {
	case r := <-ended:
		return r.once, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-ended:
		return r.once, r.err
	case <-time.After(w.patience):
		return nil, fmt.Errorf("it does not stop: %w", context.Cause(ctx))
	}
}

// surviving turns a panic into an error: it would end the process, with all other jobs.
func surviving(run func() (Once, error)) (once Once, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return run()
}

// cause is what is kept of an error.
func cause(err error) string {
	const most = 2000
	text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return text
}
