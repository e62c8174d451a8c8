package cache_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"queued/internal/platform/cache"
)

func openBackend(_ *testing.T, name string, life cache.Duration) (*cache.Cache, error) {
	return cache.Open(1, name, life)
}

func TestMemoryHasABound(t *testing.T) {
	table, value, reads := open(t).Table("rows"), strings.Repeat("x", 100<<10), 0
	ids := make([]uuid.UUID, 40) // of 100 KiB each, in 1 MiB
	for range 2 {
		for i := range ids {
			if ids[i] == uuid.Nil {
				ids[i] = uuid.New()
			}
			find(t, table, ids[i], func(context.Context) (string, error) { reads++; return value, nil })
		}
	}
	if reads < 70 {
		t.Errorf("%d reads: of 80, no more than ten can have been kept", reads)
	}
}
