package main

import (
	"net/http"
	"sync"
	"time"
)

// cache keeps what reads gave until the next write to their list. It is told which write came before a read began, or one
// that was under way during a write would leave the old answer behind.
type cache struct {
	mu     sync.Mutex
	writes map[string]int // by list
	kept   map[string]entry
	slow   time.Duration // how long a read takes to keep what it got

	drops func(r *http.Request) bool                 // a write drops what is kept
	fresh func(key string, e entry, writes int) bool // an entry may be used after so many writes
	keeps func(key string, err error) bool           // what a read gave is kept
	since func(before, after int) int                // the writes that a read knows, of those before and after it
}

// entry is what a read gave.
type entry struct {
	writes int // to its list before it began
	reads  int // that it answered since
	value  any
	err    error
}

func newCache() *cache {
	return &cache{
		writes: map[string]int{}, kept: map[string]entry{},
		drops: func(*http.Request) bool { return true },
		fresh: func(_ string, e entry, writes int) bool { return e.writes == writes },
		keeps: func(string, error) bool { return true },
		since: func(before, _ int) int { return before },
	}
}

// wrote drops what is kept of a list.
func (c *cache) wrote(list string, r *http.Request) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops(r) {
		c.writes[list]++
	}
}

// get gives what is kept under a key, or what load gives, and whether it was a hit.
func (c *cache) get(list, key string, load func() (any, error)) (any, string, error) {
	if c == nil {
		value, err := load()
		return value, "", err
	}
	c.mu.Lock()
	writes := c.writes[list]
	e, there := c.kept[key]
	if there && c.fresh(key, e, writes) {
		e.reads++
		c.kept[key] = e
		c.mu.Unlock()
		return e.value, "hit", e.err
	}
	c.mu.Unlock()
	value, err := load()
	if c.slow > 0 {
		time.Sleep(c.slow)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keeps(key, err) {
		c.kept[key] = entry{writes: c.since(writes, c.writes[list]), value: value, err: err}
	}
	return value, "miss", err
}

// say puts into the header how a read was answered, also where there is nothing.
func say(told string, a *answer, err error) (*answer, error) {
	if told == "" {
		return a, err
	}
	if a == nil {
		a = &answer{header: http.Header{}}
	}
	a.header.Set("X-Cache", told)
	return a, err
}
