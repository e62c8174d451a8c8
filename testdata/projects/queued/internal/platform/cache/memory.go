package cache

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/maypok86/otter/v2"
)

// Size is how much memory entries may take, in mebibytes.
type Size uint64

// UnmarshalText reads a size.
func (s *Size) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 10, 20)
	if err != nil || n < 1 {
		return errors.New("must be a number of mebibytes, from 1")
	}
	*s = Size(n)
	return nil
}

// memory keeps entries in this process. Other processes neither see them nor drop them.
type memory struct{ entries *otter.Cache[string, item] }

type item struct {
	value []byte
	life  time.Duration
}

// overhead is about what an entry takes besides its key and value.
const overhead = 128

// Open makes a cache that takes this much memory at most.
func Open(size Size, name string, life Duration) (*Cache, error) {
	entries, err := otter.New(&otter.Options[string, item]{
		MaximumWeight:    uint64(size) << 20,
		Weigher:          func(key string, i item) uint32 { return uint32(len(key) + len(i.value) + overhead) },
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[string, item]) time.Duration { return e.Value.life }),
	})
	if err != nil {
		return nil, err
	}
	slog.Info("cache", "kind", "memory, this process only", "mebibytes", size)
	return New(memory{entries}, name, life), nil
}

func (m memory) Get(_ context.Context, keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		found, _ := m.entries.GetIfPresent(key)
		values[i] = found.value
	}
	return values, nil
}

func (m memory) Set(_ context.Context, life time.Duration, value []byte, keys ...string) error {
	for _, key := range keys {
		m.entries.Set(key, item{value, life})
	}
	return nil
}

func (m memory) Add(_ context.Context, life time.Duration, value []byte, key string) ([]byte, error) {
	now, _ := m.entries.SetIfAbsent(key, item{value, life})
	return now.value, nil
}

// Check has nothing to ask.
func (memory) Check(context.Context) error { return nil }

func (m memory) Close() error {
	m.entries.StopAllGoroutines()
	return nil
}
