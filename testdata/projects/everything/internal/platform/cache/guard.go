package cache

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/sony/gobreaker/v2"
)

const (
	failures = 5           // in a row, after which a server is left alone
	rest     = time.Second // before one request tries it again
	seats    = 64          // uses at a time; a crowd would pass for a slow server
)

// guarded is a server that may be slow or away. Each use of it has a deadline of its own, whatever that of the request,
// and none is made while it is known to be away.
type guarded struct {
	server   Backend
	patience time.Duration
	taken    chan struct{} // seats
	turns    *turns
	breaker  *gobreaker.CircuitBreaker[[][]byte]
}

func guard(server Backend, patience Duration) guarded {
	return guarded{server, time.Duration(patience), make(chan struct{}, seats), &turns{waiting: map[string]*turn{}}, gobreaker.NewCircuitBreaker[[][]byte](gobreaker.Settings{
		Name:        "cache",
		Timeout:     rest,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failures },
		OnStateChange: func(_ string, _, to gobreaker.State) {
			switch to {
			case gobreaker.StateOpen:
				slog.Warn("the cache is away; reads go to the database")
			case gobreaker.StateClosed:
				slog.Info("the cache is back")
			}
		},
	})}
}

func (g guarded) use(ctx context.Context, do func(context.Context) ([][]byte, error)) ([][]byte, error) {
	g.taken <- struct{}{}
	defer func() { <-g.taken }()
	return g.breaker.Execute(func() ([][]byte, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), g.patience)
		defer cancel()
		return do(ctx)
	})
}

func (g guarded) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	return g.turns.share(strings.Join(keys, " "), func() ([][]byte, error) {
		return g.use(ctx, func(ctx context.Context) ([][]byte, error) { return g.server.Get(ctx, keys...) })
	})
}

func (g guarded) Set(ctx context.Context, life time.Duration, value []byte, keys ...string) error {
	_, err := g.use(ctx, func(ctx context.Context) ([][]byte, error) { return nil, g.server.Set(ctx, life, value, keys...) })
	return err
}

func (g guarded) Add(ctx context.Context, life time.Duration, value []byte, key string) ([]byte, error) {
	now, err := g.use(ctx, func(ctx context.Context) ([][]byte, error) {
		now, err := g.server.Add(ctx, life, value, key)
		return [][]byte{now}, err
	})
	if err != nil {
		return nil, err
	}
	return now[0], nil
}

// Check asks the server itself, so that /readyz tells when it is back.
func (g guarded) Check(ctx context.Context) error { return g.server.Check(ctx) }

func (g guarded) Close() error { return g.server.Close() }
