package ratelimit

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	client "github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"

	"everything/internal/platform/redis"
)

const (
	failures = 5           // in a row, after which the server is left alone
	rest     = time.Second // before one request tries it again
)

// Timeout is how long the server may take to count.
type Timeout time.Duration

// UnmarshalText reads a duration such as 25ms.
func (t *Timeout) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is no time such as 25ms", text)
	}
	*t = Timeout(d)
	return nil
}

// Redis counts on a server, for all instances together. While the server does not answer, each counts for itself.
type Redis struct {
	client  *client.Client
	prefix  string
	timeout time.Duration
	breaker *gobreaker.CircuitBreaker[answer]
	local   *Memory
}

type answer struct {
	used int
	ends time.Duration
}

// OnRedis counts on the server at an address, which need not be reachable yet. Several programs may share one, each under
// its own name.
func OnRedis(address redis.Address, timeout Timeout, name string) (*Redis, error) {
	c, err := redis.Open(address)
	if err != nil {
		return nil, err
	}
	return &Redis{c, name + ":limit:", time.Duration(timeout), breaker(), InMemory()}, nil
}

func breaker() *gobreaker.CircuitBreaker[answer] {
	return gobreaker.NewCircuitBreaker[answer](gobreaker.Settings{
		Name:        "rate limit",
		Timeout:     rest,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failures },
		OnStateChange: func(_ string, from, to gobreaker.State) {
			switch {
			case from == gobreaker.StateClosed:
				slog.Warn("the Redis of the rate limit is away; each instance counts for itself")
			case to == gobreaker.StateClosed:
				slog.Info("the Redis of the rate limit is back")
			}
		},
	})
}

// add counts and reads in one step, so that no two requests get the same number, whichever instances they reach. The
// window is timed by the server, whose clock all instances share.
var add = client.NewScript(`
local n = tonumber(ARGV[1])
local used
if n == 0 then
	used = tonumber(redis.call('GET', KEYS[1]) or 0)
else
	used = redis.call('INCRBY', KEYS[1], n)
end
local ends = redis.call('PTTL', KEYS[1])
if ends < 0 then
	ends = tonumber(ARGV[2])
	if n > 0 then redis.call('PEXPIRE', KEYS[1], ends) end
end
return {used, ends}`)

// Add counts n more requests.
func (r *Redis) Add(ctx context.Context, identity string, window time.Duration, n int) (used int, ends time.Duration) {
	a, err := r.breaker.Execute(func() (answer, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.timeout) // a client that hangs up counts, too
		defer cancel()
		got, err := add.Run(ctx, r.client, []string{r.prefix + identity}, n, window.Milliseconds()).Int64Slice()
		if err != nil {
			return answer{}, err
		}
		return answer{int(got[0]), time.Duration(got[1]) * time.Millisecond}, nil
	})
	if err != nil {
		return r.local.Add(ctx, identity, window, n)
	}
	return a.used, a.ends
}

// Check asks the server itself, so that /readyz tells when it is away and when it is back.
func (r *Redis) Check(ctx context.Context) error { return r.client.Ping(ctx).Err() }

// Close closes the connections.
func (r *Redis) Close() error { return r.client.Close() }
