package apply

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestASecondCommandIsToldThatOneRuns(t *testing.T) {
	root, _ := project(t, nil)
	first, _, err := root.Begin(context.Background())
	must(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := root.Begin(ctx); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
	must(t, first.Close())
	second, _, err := root.Begin(context.Background())
	must(t, err)
	must(t, second.Close())
}

func TestACancelledWaitIsNotCalledBusy(t *testing.T) {
	root, _ := project(t, nil)
	first, _, err := root.Begin(context.Background())
	must(t, err)
	defer first.Close() //nolint:errcheck // the test is over
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, _, err := root.Begin(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestACommandThatWritesNothingLeavesNoStateFolder(t *testing.T) {
	root, dir := project(t, nil)
	c, _, err := root.Begin(context.Background())
	must(t, err)
	must(t, c.Close())
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v", entries, err)
	}
}

func TestOnlyOneHolderAtATimeAlsoWhileTheLockFileComesAndGoes(t *testing.T) {
	_, dir := project(t, nil)
	var inside, most atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			root, err := Open(dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer root.Close() //nolint:errcheck // only read
			for range 15 {
				c, _, err := root.Begin(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				if n := inside.Add(1); n > most.Load() {
					most.Store(n)
				}
				time.Sleep(time.Millisecond)
				inside.Add(-1)
				if err := c.Close(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d holders at once", most.Load())
	}
}
