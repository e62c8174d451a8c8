package queue

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/db"
)

// Settings are how a process takes part.
type Settings struct {
	Workers Workers  // how many jobs it runs at a time; 0 leaves them to other processes
	Lease   Duration // how long a worker that says nothing keeps its jobs
	Keep    Duration // how long jobs that are done can be asked for
}

// Queue is the jobs of the project, as one process sees them.
type Queue struct {
	table    table
	settings Settings
	broker   Broker
	latest   latest
}

// New uses the table of jobs in a database, and a broker that tells workers when one is due.
func New(d *db.DB, broker Broker, s Settings) *Queue {
	return &Queue{table: table{d}, settings: s, broker: broker}
}

// Close lets go of the broker.
func (q *Queue) Close() error { return q.broker.Close() }

// Start runs jobs in the background until ctx ends or finish is called, which waits for those that are running then.
func (q *Queue) Start(ctx context.Context, handlers []Handler) (finish func()) {
	if q.settings.Workers == 0 {
		slog.Info("jobs are left to other processes", "reason", "QUEUE_WORKERS is 0")
		return func() {}
	}
	w := q.worker(handlers)
	slog.Info("running jobs", "kinds", len(handlers), "at_a_time", q.settings.Workers, "worker", w.name)
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { w.run(ctx) })
	running.Go(func() { w.report(ctx) })
	running.Go(func() { w.tidy(ctx) })
	running.Go(func() { w.relay(ctx) })
	return func() { stop(); running.Wait() }
}

func (q *Queue) worker(handlers []Handler) *worker {
	host, _ := os.Hostname() // only to tell workers apart
	w := &worker{
		Queue:    q,
		name:     fmt.Sprintf("%.40s %d %.8s", host, os.Getpid(), uuid.NewString()),
		handlers: map[string]Handler{},
		slots:    make(chan struct{}, q.settings.Workers),
		turn:     make(chan struct{}, 1),
		grace:    20 * time.Second, // as long as requests have
		patience: 5 * time.Second,
		held:     map[int64]row{},
	}
	for _, h := range handlers {
		w.handlers[h.kind] = h
		w.kinds = append(w.kinds, h.kind)
	}
	return w
}
