package cache

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// moody is a server that hangs, fails or works.
type moody struct {
	Backend
	hang  bool
	err   error
	calls int
}

func (m *moody) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	m.calls++
	if m.hang {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return make([][]byte, len(keys)), m.err
}

func TestASlowServerCostsItsTimeoutAndThenNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &moody{hang: true}
		g, start := guard(m, Duration(50*time.Millisecond)), time.Now()
		for range 100 {
			if _, err := g.Get(t.Context(), "key"); err == nil {
				t.Fatal("no error")
			}
		}
		if took, most := time.Since(start), failures*50*time.Millisecond; took > most || m.calls != failures {
			t.Errorf("100 reads took %s and asked %d times, want %s and %d", took, m.calls, most, failures)
		}
		m.hang = false
		time.Sleep(rest + time.Millisecond)
		for range 2 {
			if _, err := g.Get(t.Context(), "key"); err != nil {
				t.Errorf("it works again: %v", err)
			}
		}
	})
}

func TestACrowdWaitsItsTurnAndIsNoFailureOfTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := make(chan struct{}, 1) // a server that answers one at a time, in a millisecond
		g := guard(busy{turn: one}, Duration(seats*2*time.Millisecond))
		var crowd sync.WaitGroup
		for i := range 20 * seats {
			crowd.Go(func() {
				if _, err := g.Get(t.Context(), strconv.Itoa(i)); err != nil {
					t.Error(err)
				}
			})
		}
		crowd.Wait()
	})
}

type busy struct {
	Backend
	turn chan struct{}
}

func (b busy) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
		time.Sleep(time.Millisecond)
		return make([][]byte, len(keys)), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestAClientThatLeavesIsNoFailureOfTheServer(t *testing.T) {
	m := &moody{}
	g := guard(m, Duration(time.Second))
	gone, leave := context.WithCancel(t.Context())
	leave()
	for range 2 * failures {
		if _, err := g.Get(gone, "key"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFailuresInARowAreCounted(t *testing.T) {
	m := &moody{}
	g := guard(m, Duration(time.Second))
	for i := range 4 * failures {
		m.err = nil
		if i%2 == 0 {
			m.err = errors.New("reset")
		}
		_, _ = g.Get(t.Context(), "key")
	}
	if m.calls != 4*failures {
		t.Errorf("asked %d times", m.calls)
	}
}
