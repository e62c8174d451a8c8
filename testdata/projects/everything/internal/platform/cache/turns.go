package cache

import "sync"

// turns lets those who get the same keys at the same time share one answer. They share only one that is still to be asked
// for: so nobody is told what was so before he came.
type turns struct {
	mu      sync.Mutex
	waiting map[string]*turn // a key for each that is asked for now; nil while nobody waits for the next turn
}

type turn struct {
	values [][]byte
	err    error
	done   chan struct{}
}

func (t *turns) share(key string, get func() ([][]byte, error)) ([][]byte, error) {
	t.mu.Lock()
	next, busy := t.waiting[key]
	if !busy {
		t.waiting[key] = nil
		t.mu.Unlock()
		defer t.begin(key, get)
		return get()
	}
	if next == nil {
		next = &turn{done: make(chan struct{})}
		t.waiting[key] = next
	}
	t.mu.Unlock()
	<-next.done
	return next.values, next.err
}

// begin is the next turn, if anybody waits for one.
func (t *turns) begin(key string, get func() ([][]byte, error)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := t.waiting[key]
	if next == nil {
		delete(t.waiting, key)
		return
	}
	t.waiting[key] = nil
	go func() {
		defer t.begin(key, get)
		defer close(next.done)
		next.values, next.err = get()
	}()
}
