package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"everything/internal/platform/db"
)

// Jobs are what a store does with jobs. A module that enqueues some embeds it in its Store.
type Jobs interface {
	// Atomically runs do in one transaction: all that is written with the context that do is given comes to be, or nothing.
	Atomically(ctx context.Context, do func(ctx context.Context) error) error

	// Enqueue has a job run later. In a transaction it comes to be with what else is written there, and only then.
	Enqueue(ctx context.Context, job Job) (Status, error)
}

// longestKey is how many bytes a key may have.
const longestKey = 200

// Enqueue writes a job to the table of jobs, in the transaction of ctx if there is one.
func Enqueue(ctx context.Context, d *db.DB, job Job) (Status, error) {
	options := job.Options()
	if len(options.Key) > longestKey || !utf8.ValidString(options.Key) || strings.ContainsRune(options.Key, 0) {
		return Status{}, fmt.Errorf("the key %.250q of a job is not up to %d bytes of UTF-8 without NUL", options.Key, longestKey)
	}
	payload, err := json.Marshal(job)
	if err != nil {
		return Status{}, err
	}
	created := now()
	due := created.Add(options.Delay)
	r := row{
		ID:        uuid.Must(uuid.NewV7()),
		Kind:      job.Kind(),
		Key:       options.Key,
		Payload:   string(payload),
		State:     Waiting,
		RunAt:     &due,
		CreatedAt: created,
	}
	return r.status(), table{d}.insert(ctx, r)
}
