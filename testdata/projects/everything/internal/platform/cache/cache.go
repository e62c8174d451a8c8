// Package cache keeps what reads of the database gave, for a while, and drops it when a write changes it. A cache that is
// slow or away costs a few milliseconds and never an error.
//
// An answer is kept with marks: the one of its table, and the one of its row or of all lists. A write sets new marks, and
// an answer whose marks are not those of now is not used. So what a read took from the database before a write cannot
// come back after it, in whichever process either ran.
package cache

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/singleflight"
)

// Backend is where entries are kept. It may lose any of them at any time.
type Backend interface {
	// Get gives the value of each key, nil for one that is not there.
	Get(ctx context.Context, keys ...string) ([][]byte, error)
	// Set stores a value under each key.
	Set(ctx context.Context, life time.Duration, value []byte, keys ...string) error
	// Add stores a value under a key that is not there, and gives what is there now.
	Add(ctx context.Context, life time.Duration, value []byte, key string) ([]byte, error)
	// Check asks whether entries can be kept now.
	Check(ctx context.Context) error
	Close() error
}

const (
	absentFor    = 5 * time.Second  // how long it is remembered, at most, that there is nothing
	marksOutlive = 10               // lives of an answer that a mark lives
	slowestLoad  = 10 * time.Second // for a load that several requests wait for
)

// Cache is the cache of one project.
type Cache struct {
	backend Backend
	name    string
	life    time.Duration
	loads   singleflight.Group
	schemas sync.Map // reflect.Type to string
}

// New keeps answers for about life. The name sets its keys apart from those of others on the same server.
func New(b Backend, name string, life Duration) *Cache {
	return &Cache{backend: b, name: name, life: time.Duration(life)}
}

// Check asks whether anything can be kept now.
func (c *Cache) Check(ctx context.Context) error { return c.backend.Check(ctx) }

// Close releases the backend.
func (c *Cache) Close() error { return c.backend.Close() }

// Table is the cache of one table. A nil one keeps nothing.
func (c *Cache) Table(name string) *Table {
	if c == nil {
		return nil
	}
	return &Table{cache: c, name: c.name + ":" + name}
}

// Row gives what load reads about the row with this id. Each read of a table has a name of its own.
func Row[T any](ctx context.Context, t *Table, read string, id uuid.UUID, load func(context.Context) (T, error)) (T, error) {
	if t == nil || readsPast(ctx) {
		return load(ctx)
	}
	return kept(ctx, t, t.entry(t.rowMark(id), read, reflect.TypeFor[T]()), load)
}

// List gives what load reads about any number of rows. The question is what it depends on; JSON tells two apart.
func List[T any](ctx context.Context, t *Table, read string, question any, load func(context.Context) (T, error)) (T, error) {
	if t == nil || readsPast(ctx) {
		return load(ctx)
	}
	digest, err := digest(question)
	if err != nil {
		slog.ErrorContext(ctx, "cannot keep an answer", "table", t.name, "read", read, "error", err)
		return load(ctx)
	}
	return kept(ctx, t, t.entry(t.listMark(), read+":"+digest, reflect.TypeFor[T]()), load)
}

// kept looks for an answer, and else loads it: once for all who ask the same at the same time.
func kept[T any](ctx context.Context, t *Table, e entry, load func(context.Context) (T, error)) (T, error) {
	data, err := t.answer(ctx, e, func(ctx context.Context) ([]byte, error) { return encodeAnswer(load(ctx)) })
	var value T
	if err == nil {
		err = decodeAnswer(data, &value)
	}
	if errors.Is(err, errUnkept) {
		slog.ErrorContext(ctx, "cannot keep an answer", "key", e.key, "error", err)
		report(ctx, bypass)
		return load(ctx)
	}
	return value, err
}

func (t *Table) answer(ctx context.Context, e entry, load func(context.Context) ([]byte, error)) ([]byte, error) {
	found, err := t.look(ctx, e)
	if err == nil && found.answer != nil {
		report(ctx, hit)
		return found.answer, nil
	}
	var stamp []byte
	if err == nil {
		stamp, err = t.stamp(ctx, e, found)
	}
	if err != nil {
		report(ctx, bypass)
		return t.once(ctx, t.unmarked(e), load)
	}
	report(ctx, miss)
	return t.once(ctx, string(stamp)+e.key, func(ctx context.Context) ([]byte, error) { return t.fill(ctx, e, load) })
}

// once runs a load for everyone who waits for the same. It goes on when the first of them leaves.
func (t *Table) once(ctx context.Context, key string, load func(context.Context) ([]byte, error)) ([]byte, error) {
	done := t.cache.loads.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), slowestLoad)
		defer cancel()
		return surviving(ctx, load)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-done:
		data, _ := result.Val.([]byte)
		return data, result.Err
	}
}

// fill loads an answer and keeps it, with the marks as they are before the load.
func (t *Table) fill(ctx context.Context, e entry, load func(context.Context) ([]byte, error)) ([]byte, error) {
	found, unkept := t.look(ctx, e) // again: another load may have come to its end meanwhile
	if found.answer != nil {
		return found.answer, nil
	}
	answer, err := load(ctx)
	if err == nil && unkept == nil && found.whole() {
		life := t.cache.life
		if absent(answer) {
			life = min(life, absentFor)
		}
		life += time.Duration(float64(life) * (rand.Float64() - 0.5) / 5)           // so that not all end at once
		_ = t.cache.backend.Set(ctx, life, append(found.stamp(), answer...), e.key) // without it, the next read loads again
	}
	return answer, err
}
