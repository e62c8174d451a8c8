package queue

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	poll   = 250 * time.Millisecond // how often an idle worker looks for jobs
	gather = 5 * time.Millisecond   // how long it lets jobs come together that come one after the other
	ahead  = time.Second            // how long a job may wait for its slot here, while other workers may have one
)

// worker runs the jobs of a process.
type worker struct {
	*Queue
	name     string
	handlers map[string]Handler // by kind
	kinds    []string
	slots    chan struct{} // one for each job that may run at a time
	turn     chan struct{} // told that a job with a key is over
	ended    atomic.Int64  // how many jobs are over
	grace    time.Duration // how long jobs that are running may go on when the process stops
	patience time.Duration // how long a handler may go on when its time is over

	mu      sync.Mutex
	held    map[int64]row // what it has taken, by seq
	stopped bool          // what is running is to be given back
}

// run takes jobs and runs them until ctx ends, and waits for those that are running then.
func (w *worker) run(ctx context.Context) {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var jobs, beat sync.WaitGroup
	beat.Go(func() { w.beat(running) })
	for w.table.db.Check(ctx) != nil { // whoever brings the tables up to date says why they are not
		if !pause(ctx, poll) {
			break
		}
	}
	wait, more := poll, 0
	for ctx.Err() == nil {
		free, ended := w.free(ctx), w.ended.Load()
		taken, err := w.next(ctx, free+more)
		few := len(taken) < free+more
		more = min(int(w.ended.Load()-ended), len(taken), cap(w.slots)) // as many as ended while these were on their way
		switch {
		case err != nil && ctx.Err() == nil:
			slog.Error("cannot take jobs", "error", err, "next_try_in", wait.String())
			pause(ctx, wait)
			wait = min(2*wait, 5*time.Second)
		case err == nil:
			wait = poll
		}
		w.start(ctx, taken, func(job row) {
			jobs.Go(func() {
				defer w.end(job)
				w.do(running, job)
			})
		})
		if few {
			pause(ctx, gather)
		}
	}
	w.drain(&jobs, cancel)
	cancel()
	beat.Wait()
}

// start begins jobs as slots become free. Those that have none in time, or when ctx ends, are given back.
func (w *worker) start(ctx context.Context, jobs []row, begin func(row)) {
	ctx, cancel := context.WithTimeout(ctx, ahead)
	defer cancel()
	w.hold(jobs)
	for i, job := range jobs {
		select {
		case w.slots <- struct{}{}:
			begin(job)
		case <-ctx.Done():
			w.giveBack(jobs[i:])
			return
		}
	}
}

// end lets go of a job that is over, and of its slot.
func (w *worker) end(job row) {
	w.drop(job)
	w.ended.Add(1)
	<-w.slots
}

// giveBack lets others run jobs that have not begun.
func (w *worker) giveBack(jobs []row) {
	err := w.write(func(ctx context.Context) error { return w.table.release(ctx, jobs, w.name) })
	if err != nil {
		slog.Error("jobs that have not begun cannot be given back; they will be run when they are taken for lost", "error", err)
	}
	for _, job := range jobs {
		w.drop(job)
	}
}

// drain gives running jobs some time, then takes them away from their handlers.
func (w *worker) drain(jobs *sync.WaitGroup, cancel func()) {
	done := make(chan struct{})
	go func() { jobs.Wait(); close(done) }()
	if n := len(w.jobs()); n > 0 {
		slog.Info("finishing jobs", "running", n, "for", w.grace.String())
	}
	select {
	case <-done:
		return
	case <-time.After(w.grace):
	}
	w.mu.Lock()
	w.stopped = true
	w.mu.Unlock()
	cancel()
	select {
	case <-done:
	case <-time.After(w.patience + time.Second):
	}
}

// free waits for a free slot, and returns how many there are.
func (w *worker) free(ctx context.Context) int {
	select {
	case w.slots <- struct{}{}:
		<-w.slots
	case <-ctx.Done():
	}
	return cap(w.slots) - len(w.slots)
}

// beat tells again and again that the worker still has its jobs.
func (w *worker) beat(ctx context.Context) {
	for pause(ctx, time.Duration(w.settings.Lease)/3) {
		if jobs := w.jobs(); len(jobs) > 0 {
			if err := w.table.keep(ctx, jobs, w.name, w.until()); err != nil && ctx.Err() == nil {
				slog.Warn("cannot tell that jobs are still running", "error", err)
			}
		}
	}
}

// until is when a job that is taken now is taken for lost.
func (w *worker) until() time.Time { return now().Add(time.Duration(w.settings.Lease)) }

func (w *worker) hold(jobs []row) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, job := range jobs {
		w.held[job.seq] = job
	}
}

func (w *worker) drop(job row) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.held, job.seq)
}

// jobs are those that the worker has.
func (w *worker) jobs() []row {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Collect(maps.Values(w.held))
}

func (w *worker) stopping() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stopped
}

// pause waits, and reports whether ctx is still on then.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
