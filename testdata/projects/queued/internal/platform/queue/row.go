package queue

import (
	"time"

	"github.com/google/uuid"

	"queued/internal/platform/db"
)

// row is one row of the table of jobs.
type row struct {
	seq        int64 // the order in which jobs were enqueued
	ID         uuid.UUID
	Kind       string
	Key        string
	Payload    string
	State      State
	Attempts   int        // that began
	RunAt      *time.Time // when a worker may take it; nil when it is finished
	Worker     string     // that took it last
	LastError  string
	CreatedAt  time.Time
	FinishedAt *time.Time
}

// columns stand in the order of scan.
const columns = `"seq", "id", "kind", "key", "payload", "state", "attempts", "run_at", "worker", "last_error", "created_at", "finished_at"`

func (r *row) scan(from db.Row) error {
	return from.Scan(&r.seq, &r.ID, &r.Kind, &r.Key, &r.Payload, &r.State, &r.Attempts, &r.RunAt, &r.Worker, &r.LastError, &r.CreatedAt, &r.FinishedAt)
}

func (r *row) status() Status {
	return Status{r.ID, r.State.seen(), r.Attempts, r.CreatedAt, r.FinishedAt}
}
