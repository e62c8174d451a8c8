package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

// redisServer starts a Redis for one test to harm.
func redisServer(t *testing.T) *service.Server {
	t.Helper()
	s, err := service.Start(t.Context(), "redis")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// limits are the answers to many calls that were limited.
type limits struct {
	admitted, refused int
	remaining         map[string]int // how often an admitted one was told that so many are left
}

// rush makes n calls at once from 16 goroutines, on the instances by turns.
func rush(t *testing.T, n int, instances []*app, header ...string) limits {
	t.Helper()
	all := limits{remaining: map[string]int{}}
	var mu sync.Mutex
	var workers sync.WaitGroup
	for worker := range 16 {
		workers.Go(func() {
			for i := worker; i < n; i += 16 {
				got := instances[i%len(instances)].call("GET", products, "", header...)
				mu.Lock()
				all.add(t, got)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return all
}

func (l *limits) add(t *testing.T, got answer) {
	switch {
	case got.err != nil || got.status >= 500:
		t.Error(got)
	case got.status == 429:
		l.refused++
		if got.header.Get("Retry-After") == "" || got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%v %v", got, got.header)
		}
	default:
		l.admitted++
		_, left, _ := strings.Cut(got.header.Get("RateLimit"), ";r=")
		left, _, _ = strings.Cut(left, ";")
		l.remaining[left]++
	}
}

// exactly notes a fault unless as many were admitted as the limit is, each with another number of those left.
func (l limits) exactly(t *testing.T, limit, of int) {
	t.Helper()
	if l.admitted != limit || l.refused != of-limit {
		t.Errorf("%d were admitted and %d refused, want %d and %d", l.admitted, l.refused, limit, of-limit)
	}
	for left := range limit {
		if n := l.remaining[fmt.Sprint(left)]; n != 1 {
			t.Errorf("%d requests were told that %d are left", n, left)
		}
	}
}

// startLimited starts instances that count on one Redis. The time-out is long: a machine that is busy with tests must not
// pass for a server that is away.
func startLimited(t *testing.T, n int, program, redis string, database func() string, env ...string) []*app {
	t.Helper()
	var all []*app
	for range n {
		a := start(t, program, database(), append([]string{"RATE_LIMIT_URL=" + redis, "RATE_LIMIT_TIMEOUT=2s"}, env...)...)
		a.waitReady()
		all = append(all, a)
	}
	return all
}

func TestInstancesShareLimitsToTheExactCount(t *testing.T) {
	s := redisServer(t)
	b := backends()[1]
	p := guarded(t, b)
	p.run("scale", "add", "ratelimit", "--backend", "redis")
	program, database := p.build(), b.empty(t)
	same := func() string { return database }
	instances := startLimited(t, 3, program, s.URL(), same, "RATE_LIMIT_KEY=500/1h", "RATE_LIMIT_IP=200/1h", "TRUSTED_PROXIES=1")
	key := p.apikey(program, database, "create", "one")

	rush(t, 900, instances, "X-API-Key", key).exactly(t, 500, 900)
	rush(t, 300, instances, "X-Forwarded-For", "198.51.100.1").exactly(t, 200, 300)
	rush(t, 300, instances, "X-Forwarded-For", "2001:db8::1").exactly(t, 200, 300)

	// What a client writes before the proxy's entry changes nothing, nor does another address of the same network, nor a
	// key that it makes up.
	for i := range 30 {
		for _, header := range [][]string{
			{"X-Forwarded-For", fmt.Sprintf("203.0.113.%d, 198.51.100.1", i)},
			{"X-Forwarded-For", fmt.Sprintf("2001:db8::%x", i+2)},
			{"X-Forwarded-For", "198.51.100.1", "X-API-Key", fmt.Sprintf("ak_aaaaaaaaaaaa_%026d", i)},
		} {
			if got := instances[i%3].call("GET", products, "", header...); got.status != 429 {
				t.Errorf("%v got past the limit: %v", header, got)
			}
		}
	}
	another := p.apikey(program, database, "create", "another")
	if got := instances[0].call("GET", products, "", "X-Forwarded-For", "198.51.100.1", "X-API-Key", another); !got.ok() {
		t.Errorf("another key from an address that is over its limit: %v", got)
	}

	// Guesses are refused unseen once there were too many, the right one too.
	guesses := rush(t, 300, instances, "X-Forwarded-For", "198.51.100.2", "X-API-Key", "ak_aaaaaaaaaaaa_"+strings.Repeat("a", 26))
	guesses.exactly(t, 200, 300)
	if got := instances[1].call("GET", products, "", "X-Forwarded-For", "198.51.100.2", "X-API-Key", another); got.status != 429 {
		t.Errorf("a guess that is right: %v", got)
	}
	for _, a := range instances {
		if got := a.get("/readyz"); !strings.Contains(got.body, `"ratelimit":"ok"`) {
			t.Error(got)
		}
		a.stop()
	}
}

func TestALimitOutlivesItsServer(t *testing.T) {
	for name, harm := range map[string]struct{ do, undo func(*service.Server) error }{
		"killed": {(*service.Server).Kill, func(s *service.Server) error { return s.Restart(t.Context()) }},
		"hung":   {(*service.Server).Pause, (*service.Server).Resume},
	} {
		t.Run(name, func(t *testing.T) {
			s := redisServer(t)
			p := newProject(t)
			p.run("scale", "add", "ratelimit", "--backend", "redis")
			program := p.build()
			own := func() string { return backends()[0].empty(t) }
			instances := startLimited(t, 2, program, s.URL(), own, "RATE_LIMIT_TIMEOUT=25ms", "RATE_LIMIT_IP=50/1h", "TRUSTED_PROXIES=1")

			l := begin(4, func(i int) answer {
				return instances[i%2].call("GET", products, "", "X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i%250))
			})
			time.Sleep(500 * time.Millisecond)
			if err := harm.do(s); err != nil {
				t.Fatal(err)
			}
			harmed := time.Now()
			time.Sleep(time.Second)
			for _, a := range instances {
				// Each has the whole limit for itself now.
				rush(t, 80, []*app{a}, "X-Forwarded-For", "203.0.113.1").exactly(t, 50, 80)
				if got := a.get("/readyz"); got.status != 200 || !strings.Contains(got.body, `"ratelimit":"unavailable"`) {
					t.Error(got)
				}
			}
			if err := harm.undo(s); err != nil {
				t.Fatal(err)
			}
			for _, a := range instances {
				a.until(200, func() answer {
					got := a.get("/readyz")
					if !strings.Contains(got.body, `"ratelimit":"ok"`) {
						got.status = 0
					}
					return got
				})
			}
			time.Sleep(2 * time.Second) // the breaker lets one request try a second later
			answers := l.stop()
			slow := 0
			for _, got := range answers {
				if got.err != nil || got.status >= 500 {
					t.Errorf("%s after the harm: %v", got.began.Sub(harmed), got)
				}
				if got.took > time.Second {
					slow++
				}
			}
			t.Logf("%d requests; 99%% took at most %s", len(answers), percentile(answers, 0.99))
			if slow > 0 {
				t.Errorf("%d requests took longer than a second", slow)
			}
			for _, a := range instances {
				if away := strings.Count(a.printed(), "is away; each instance counts for itself"); away != 1 {
					t.Errorf("the log says %d times that the server is away", away)
				}
				if !strings.Contains(a.printed(), "the Redis of the rate limit is back") {
					t.Error("the log does not say that it is back")
				}
				a.stop()
			}
			back := startLimited(t, 2, program, s.URL(), own, "RATE_LIMIT_IP=50/1h", "TRUSTED_PROXIES=1")
			rush(t, 80, back, "X-Forwarded-For", "203.0.113.2").exactly(t, 50, 80)
		})
	}
}
