package cache_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/cache"
	"everything/internal/platform/redis"
	"everything/internal/platform/redistest"
)

const patience = cache.Duration(2 * time.Second) // a busy machine is no fault here

func openBackend(t *testing.T, name string, life cache.Duration) (*cache.Cache, error) {
	t.Helper()
	return cache.Open(redistest.Address(t), patience, name, life)
}

func TestAnAbsentServerCostsLittle(t *testing.T) {
	for name, address := range map[string]redis.Address{
		"nobody listens": "redis://127.0.0.1:1/0",
		"nobody answers": redistest.Silent(t),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := cache.Open(address, cache.Duration(20*time.Millisecond), "test", cache.Duration(time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }() // it never had a connection
			table, s, start := c.Table("rows"), newSource("value"), time.Now()
			for range 100 {
				table.Changed(t.Context(), uuid.New())
				if got := find(t, table, uuid.New(), s.read); got != "value" {
					t.Fatalf("got %q", got)
				}
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("100 reads and writes took %s", took)
			}
			if c.Check(t.Context()) == nil {
				t.Error("it passes for present")
			}
		})
	}
}
