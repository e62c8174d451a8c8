package queue

import (
	"context"
	"time"
)

// rest waits for jobs to become due: for a while, or until a job with a key is over, and it is the turn of the next one.
func (w *worker) rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-w.turn:
	case <-time.After(poll):
	}
}

// pass tells that a job is over, and perhaps another one's turn.
func (w *worker) pass(job row) {
	if job.Key == "" {
		return
	}
	select {
	case w.turn <- struct{}{}:
	default: // it has been told and not yet heard
	}
}
