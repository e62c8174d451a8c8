package booking

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"everything/internal/platform/queue"
)

// Remind is a job. Its fields are kept as JSON until it is run: rather ids than what may have changed by then.
type Remind struct {
	BookingID uuid.UUID `json:"booking_id"`
}

// Kind tells the job from others.
func (Remind) Kind() string { return kindRemind }

// Options say how often it is tried, how long an attempt may take, and whether jobs with the same key take turns.
func (Remind) Options() queue.Options { return queue.Options{} }

// handleRemind runs the job. What it does here may happen more than once, as a worker can be killed after it: give id,
// which is the same in each attempt, to those who can tell by it that they have done it already. What it writes to the
// database goes into a function that it returns, with the context that this one is given; that happens once.
func (m *Module) handleRemind(ctx context.Context, id uuid.UUID, job Remind) (queue.Once, error) {
	slog.InfoContext(ctx, "remind", "job", id, "booking", job.BookingID)
	return nil, nil
}
