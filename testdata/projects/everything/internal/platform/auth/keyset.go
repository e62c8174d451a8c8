package auth

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/time/rate"

	"everything/internal/platform/problem"
)

// keySet holds the keys of a provider. They are read every few minutes, so that a key that was withdrawn goes, and when a
// token names a key that is not there yet: that is how providers rotate.
type keySet struct {
	read chan struct{} // closed when the first reading has ended
	keys keyfunc.Keyfunc
}

// readKeySet begins to read keys, and goes on until ctx ends. The provider need not be reachable yet.
func readKeySet(ctx context.Context, address KeySetURL) *keySet {
	k := &keySet{read: make(chan struct{})}
	go func() {
		defer close(k.read)
		keys, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{string(address)}, keyfunc.Override{
			HTTPTimeout:       2 * time.Second,
			RateLimitWaitMax:  2 * time.Second,
			RefreshInterval:   5 * time.Minute,
			RefreshUnknownKID: rate.NewLimiter(rate.Every(5*time.Second), 1), // or made-up keys would flood the provider
			RefreshErrorHandlerFunc: func(string) func(context.Context, error) {
				return func(_ context.Context, err error) { slog.Error("cannot read the keys for tokens", "error", err) }
			},
		})
		if err != nil {
			slog.Error("cannot read the keys for tokens", "error", err)
			return
		}
		k.keys = keys
	}()
	return k
}

// key is the one that a token says it is signed with.
func (k *keySet) key(ctx context.Context, token *jwt.Token) (any, error) {
	select {
	case <-k.read:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if k.keys == nil {
		return nil, fmt.Errorf("%w: the keys for tokens", problem.ErrUnavailable)
	}
	key, err := k.keys.KeyfuncCtx(ctx)(token)
	if err == nil {
		return key, nil
	}
	if all, readErr := k.keys.Storage().KeyReadAll(ctx); readErr == nil && len(all) == 0 {
		return nil, fmt.Errorf("%w: the keys for tokens", problem.ErrUnavailable)
	}
	return nil, errRefused
}
