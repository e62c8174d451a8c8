package ratelimit

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// most is how many identities are counted at a time for each length of window, so that requests from everywhere cannot
// fill the memory; 100,000 take about 25 MB.
const most = 100_000

// Memory counts in this process.
type Memory struct {
	mu      sync.Mutex
	now     func() time.Time
	windows map[time.Duration]*windows // by their length
}

// InMemory counts in this process.
func InMemory() *Memory { return &Memory{now: time.Now, windows: map[time.Duration]*windows{}} }

// windows are windows of one length. So the one that began first ends first.
type windows struct {
	of    map[string]*list.Element // by identity
	order list.List                // of *window
}

type window struct {
	identity string
	used     int
	ends     time.Time
}

// Add counts n more requests.
func (m *Memory) Add(_ context.Context, identity string, length time.Duration, n int) (used int, ends time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	all := m.windows[length]
	if all == nil {
		all = &windows{of: map[string]*list.Element{}}
		m.windows[length] = all
	}
	all.dropEnded(now)
	e, open := all.of[identity]
	switch {
	case !open && n == 0:
		return 0, length
	case !open:
		e = all.open(identity, now.Add(length))
	}
	w := e.Value.(*window)
	w.used += n
	return w.used, w.ends.Sub(now)
}

func (all *windows) dropEnded(now time.Time) {
	for e := all.order.Front(); e != nil && !now.Before(e.Value.(*window).ends); e = all.order.Front() {
		all.drop(e)
	}
}

// open begins a window. Where there are too many, the one that would end first goes: that forgives the least.
func (all *windows) open(identity string, ends time.Time) *list.Element {
	if len(all.of) >= most {
		all.drop(all.order.Front())
	}
	e := all.order.PushBack(&window{identity: identity, ends: ends})
	all.of[identity] = e
	return e
}

func (all *windows) drop(e *list.Element) {
	delete(all.of, all.order.Remove(e).(*window).identity)
}
