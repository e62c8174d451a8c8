//go:build ignore

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/google/uuid"
)

const (
	producers = 16
	workers   = 10  // jobs that run at a time
	underWay  = 500 // jobs that were enqueued and are not done, at most
	warmUp    = 400 * time.Millisecond
)

// jobs counts those that are enqueued and done.
type jobs struct {
	room     chan struct{} // holds one for each that is under way
	seen     sync.Map
	enqueued atomic.Int64
	done     atomic.Int64
}

func newJobs() *jobs { return &jobs{room: make(chan struct{}, underWay)} }

// finish counts a job that is done. One that is done again counts once.
func (j *jobs) finish(id uuid.UUID) {
	if _, again := j.seen.LoadOrStore(id, nil); !again {
		j.done.Add(1)
		<-j.room
	}
}

// rest waits before one looks for jobs again: shortly while there are some that others have, longer while it is not one's turn.
func (j *jobs) rest() {
	if len(j.room) > 0 {
		time.Sleep(time.Millisecond)
	} else {
		time.Sleep(50 * time.Millisecond)
	}
}

// turns reads durations, a line each. For so long it keeps producers and workers busy, and prints as JSON how many jobs were
// done in which time, and how many microseconds of processor time of this process. Before and after, which does not count,
// work comes up and is finished.
func (j *jobs) turns(enqueue func(ctx context.Context, id uuid.UUID) error) {
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		length, err := time.ParseDuration(in.Text())
		must(err)
		ctx, stop := context.WithCancel(context.Background())
		var producing sync.WaitGroup
		for range producers {
			producing.Go(func() { must(j.produce(ctx, enqueue)) })
		}
		must(j.begin(time.Minute)) // a broker may first have to find out who is there
		time.Sleep(warmUp)
		done, cpu, start := j.done.Load(), used(), time.Now()
		time.Sleep(length)
		done, cpu = j.done.Load()-done, used()-cpu
		took := time.Since(start)
		stop()
		producing.Wait()
		must(j.await(time.Minute))
		must(json.NewEncoder(os.Stdout).Encode(map[string]float64{
			"jobs": float64(done), "seconds": took.Seconds(), "cpu": float64(cpu.Microseconds()),
		}))
	}
}

// produce enqueues jobs until ctx ends, as long as not too many are under way.
func (j *jobs) produce(ctx context.Context, enqueue func(ctx context.Context, id uuid.UUID) error) error {
	for {
		select {
		case j.room <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		if ctx.Err() != nil { // both were ready
			<-j.room
			return nil
		}
		if err := enqueue(context.Background(), uuid.Must(uuid.NewV7())); err != nil {
			return err
		}
		j.enqueued.Add(1)
	}
}

// begin waits until another job is done.
func (j *jobs) begin(most time.Duration) error {
	done := j.done.Load()
	return within(most, func() bool { return j.done.Load() > done })
}

// await waits until all jobs are done.
func (j *jobs) await(most time.Duration) error {
	return within(most, func() bool { return j.done.Load() == j.enqueued.Load() })
}

func within(most time.Duration, is func() bool) error {
	for deadline := time.Now().Add(most); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if is() {
			return nil
		}
	}
	return errors.New("jobs are not done")
}

// check compares what the database has in the end with what was enqueued.
func (j *jobs) check(receipts, once int64) error {
	if enqueued := j.enqueued.Load(); receipts != enqueued || once != enqueued {
		return fmt.Errorf("%d jobs were enqueued, and there are %d receipts for %d of them", enqueued, receipts, once)
	}
	return nil
}

// used is the processor time of the process.
func used() time.Duration {
	var u syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
