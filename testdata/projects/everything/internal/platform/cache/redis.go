package cache

import (
	"context"
	"errors"
	"log/slog"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"everything/internal/platform/redis"
)

// server keeps entries in a Redis, which all processes share.
type server struct{ client *goredis.Client }

// Open prepares a cache on a server, which need not be reachable yet. Patience is how long a request waits for it at most.
func Open(address redis.Address, patience Duration, name string, life Duration) (*Cache, error) {
	client, err := redis.Open(address)
	if err != nil {
		return nil, err
	}
	slog.Info("cache", "kind", "Redis", "address", client.Options().Addr)
	return New(guard(server{client}, patience), name, life), nil
}

func (s server) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	found, err := s.client.MGet(ctx, keys...).Result()
	values := make([][]byte, len(keys))
	for i := range found {
		if text, is := found[i].(string); is {
			values[i] = []byte(text)
		}
	}
	return values, err
}

func (s server) Set(ctx context.Context, life time.Duration, value []byte, keys ...string) error {
	_, err := s.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, key := range keys {
			p.Set(ctx, key, value, life)
		}
		return nil
	})
	return err
}

func (s server) Add(ctx context.Context, life time.Duration, value []byte, key string) ([]byte, error) {
	var now *goredis.StringCmd
	_, err := s.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		p.SetArgs(ctx, key, value, goredis.SetArgs{Mode: "NX", TTL: life})
		now = p.Get(ctx, key)
		return nil
	})
	if err != nil && !errors.Is(err, goredis.Nil) { // which is what SET says when the key was there
		return nil, err
	}
	return now.Bytes()
}

func (s server) Check(ctx context.Context) error { return s.client.Ping(ctx).Err() }

func (s server) Close() error { return s.client.Close() }
