package product

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"everything/internal/platform/queue"
)

// SendReceipt is a job. Its fields are kept as JSON until it is run: rather ids than what may have changed by then.
type SendReceipt struct {
	ProductID uuid.UUID `json:"product_id"`
}

// Kind tells the job from others.
func (SendReceipt) Kind() string { return kindSendReceipt }

// Options say how often it is tried, how long an attempt may take, and whether jobs with the same key take turns.
func (SendReceipt) Options() queue.Options { return queue.Options{} }

// handleSendReceipt runs the job. What it does here may happen more than once, as a worker can be killed after it: give id,
// which is the same in each attempt, to those who can tell by it that they have done it already. What it writes to the
// database goes into a function that it returns, with the context that this one is given; that happens once.
func (m *Module) handleSendReceipt(ctx context.Context, id uuid.UUID, job SendReceipt) (queue.Once, error) {
	slog.InfoContext(ctx, "send receipt", "job", id, "product", job.ProductID)
	return nil, nil
}
