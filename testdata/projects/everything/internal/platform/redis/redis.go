// Package redis opens clients of a Redis server, or of one that speaks the same, such as Valkey.
package redis

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Address is a URL such as redis://user:password@host:6379/0; rediss:// is with TLS.
type Address string

// UnmarshalText reads an address.
func (a *Address) UnmarshalText(text []byte) error {
	*a = Address(text)
	if _, err := redis.ParseURL(string(text)); err != nil {
		return errors.New("must be a URL such as redis://user:password@host:6379/0") // without the text: it may hold a password
	}
	return nil
}

// connections are how many one client opens at most; pool_size in the address says otherwise.
const connections = 64

// quiet keeps the client from writing lines of its own, past the log and one for each failure.
var quiet = sync.OnceFunc(func() { redis.SetLogger(silent{}) })

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// Open prepares a client of a server, which need not be reachable yet. A command has until the deadline of its context,
// and a second at most, and is not tried again: the caller knows better what to do without an answer.
func Open(address Address) (*redis.Client, error) {
	quiet()
	options, err := redis.ParseURL(string(address))
	if err != nil {
		return nil, err
	}
	options.ContextTimeoutEnabled = true
	options.DialTimeout = cmp.Or(options.DialTimeout, time.Second)
	options.ReadTimeout = cmp.Or(options.ReadTimeout, time.Second)
	options.WriteTimeout = cmp.Or(options.WriteTimeout, time.Second)
	options.PoolTimeout = cmp.Or(options.PoolTimeout, time.Second)
	options.PoolSize = cmp.Or(options.PoolSize, connections)
	options.MinIdleConns = cmp.Or(options.MinIdleConns, 1) // opened at once, so that the first command need not wait for it
	options.MaxRetries = cmp.Or(options.MaxRetries, -1)
	options.DialerRetries = 1
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled} // a matter of hosted clusters
	return redis.NewClient(options), nil
}
