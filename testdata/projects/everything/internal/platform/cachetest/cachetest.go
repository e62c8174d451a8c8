// Package cachetest holds what tests of the cache share.
package cachetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"everything/internal/platform/cache"
	"everything/internal/platform/queue"
)

// Kind is what a method of a store does.
type Kind int

// A read leaves the database as it is; a write may change it.
const (
	Reads Kind = iota + 1
	Writes
)

// Methods fails unless it is said of each method of the interface S whether it reads or writes, and those that write drop
// what is kept. around makes a cached store with nothing inside. What a store does with jobs is neither.
func Methods[S any](t *testing.T, kinds map[string]Kind, around func(*cache.Table) S) {
	t.Helper()
	store := reflect.TypeFor[S]()
	for i := range store.NumMethod() {
		switch name := store.Method(i).Name; {
		case ofJobs(name):
		case kinds[name] == 0:
			t.Errorf("%s.%s: say whether it Reads or Writes", store, name)
		case kinds[name] == Writes && !drops(t, name, around):
			t.Errorf("%s.%s writes, and drops nothing from the cache: wrap it in cache.go", store, name)
		}
	}
	for name := range kinds {
		if _, is := store.MethodByName(name); !is {
			t.Errorf("%s has no method %s", store, name)
		}
	}
}

// ofJobs reports whether a method is one that stores have for jobs.
func ofJobs(name string) bool {
	_, is := reflect.TypeFor[queue.Jobs]().MethodByName(name)
	return is
}

// drops reports whether a method changes marks, with a store inside on which every call panics.
func drops[S any](t *testing.T, name string, around func(*cache.Table) S) bool {
	b := &Backend{}
	method := reflect.ValueOf(around(cache.New(b, "test", cache.Duration(time.Minute)).Table("rows"))).MethodByName(name)
	in := make([]reflect.Value, method.Type().NumIn())
	for i := range in {
		in[i] = example(t, method.Type().In(i))
	}
	func() {
		defer func() { _ = recover() }()
		if method.Type().IsVariadic() {
			method.CallSlice(in)
		} else {
			method.Call(in)
		}
	}()
	return b.sets > 0
}

// example is some value of a type. Pointers and contexts are not nil.
func example(t *testing.T, of reflect.Type) reflect.Value {
	switch {
	case of == reflect.TypeFor[context.Context]():
		return reflect.ValueOf(t.Context())
	case of.Kind() == reflect.Pointer:
		return reflect.New(of.Elem())
	}
	return reflect.Zero(of)
}

// Table is an empty one in memory.
func Table(*testing.T) *cache.Table {
	return cache.New(&Backend{}, rand.Text(), cache.Duration(time.Minute)).Table("rows")
}

// Backend keeps entries in a map. It can be told to fail.
type Backend struct {
	mu      sync.Mutex
	entries map[string][]byte
	sets    int
	down    bool
}

// ErrDown is what a Backend that is down says.
var ErrDown = errors.New("down")

// Down makes it fail, or work again with what it had.
func (b *Backend) Down(down bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.down = down
}

// Forget loses everything, or only what a function picks by its key.
func (b *Backend) Forget(which func(key string) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key := range b.entries {
		if which(key) {
			delete(b.entries, key)
		}
	}
}

// Spoil puts something unreadable behind the marks of every answer.
func (b *Backend) Spoil() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, value := range b.entries {
		if i := bytes.IndexByte(value, '='); i >= 0 {
			b.entries[key] = append(bytes.Clone(value[:i+1]), '{')
		}
	}
}

// Get implements cache.Backend.
func (b *Backend) Get(_ context.Context, keys ...string) ([][]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = b.entries[key]
	}
	return values, b.state()
}

// Set implements cache.Backend.
func (b *Backend) Set(_ context.Context, _ time.Duration, value []byte, keys ...string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down {
		return ErrDown
	}
	if b.entries == nil {
		b.entries = map[string][]byte{}
	}
	for _, key := range keys {
		b.entries[key] = value
		b.sets++
	}
	return nil
}

// Add implements cache.Backend.
func (b *Backend) Add(ctx context.Context, life time.Duration, value []byte, key string) ([]byte, error) {
	found, err := b.Get(ctx, key)
	if err != nil || found[0] != nil {
		return found[0], err
	}
	return value, b.Set(ctx, life, value, key)
}

// Check implements cache.Backend.
func (b *Backend) Check(context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state()
}

// Close implements cache.Backend.
func (*Backend) Close() error { return nil }

func (b *Backend) state() error {
	if b.down {
		return ErrDown
	}
	return nil
}
