// Package queue runs slow work off the request. A job is a row in a table of the project's own database, written in the
// same transaction as what it is about; workers run it later, at least once.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Job is work for later. What it has to know is kept as JSON.
type Job interface {
	Kind() string // the module and the name, such as product.send_receipt
	Options() Options
}

// Options are how a job is run. Zero stands for the usual.
type Options struct {
	Attempts int           // how often it is tried before it is dead; usually 10
	Timeout  time.Duration // how long one attempt may take; usually a minute
	Delay    time.Duration // how long it waits before the first attempt
	Key      string        // jobs with the same key run one after the other, in the order in which they were enqueued
}

// Once is what a job writes to the database. It runs in the transaction that marks the job as done, and so it happens once,
// however often the job is run. Its statements take the context that it is given.
type Once func(ctx context.Context) error

// Handler runs the jobs of one kind.
type Handler struct {
	kind string
	read func(payload []byte) (attempt, error)
}

// attempt is a job that is ready to be run.
type attempt struct {
	options Options
	run     func(ctx context.Context, id uuid.UUID) (Once, error)
}

// Handle makes a handler of a function. The id that it is given is that of the job, the same in each attempt. What it does
// outside the database may happen more than once, as a worker can be killed after it; what it writes here goes into the
// function that it returns. An error has the job tried again, later.
func Handle[J Job](run func(ctx context.Context, id uuid.UUID, job J) (Once, error)) Handler {
	var kind J
	return Handler{kind.Kind(), func(payload []byte) (attempt, error) {
		var job J
		if err := json.Unmarshal(payload, &job); err != nil {
			return attempt{}, Permanent(fmt.Errorf("what it has to know cannot be read: %w", err))
		}
		return attempt{job.Options().orUsual(), func(ctx context.Context, id uuid.UUID) (Once, error) { return run(ctx, id, job) }}, nil
	}}
}

func (o Options) orUsual() Options {
	if o.Attempts <= 0 {
		o.Attempts = 10
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	return o
}

// permanent is an error that no further attempt would mend.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks an error that no further attempt would mend: the job is dead at once.
func Permanent(err error) error { return permanent{err} }

func isPermanent(err error) bool {
	_, is := errors.AsType[permanent](err)
	return is
}
