package ratelimit

import (
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"everything/internal/platform/redis"
	"everything/internal/platform/redistest"
)

// onRedis counts on a server under a name of the test's own.
func onRedis(t *testing.T, address redis.Address, timeout time.Duration, name string) *Redis {
	t.Helper()
	r, err := OnRedis(address, Timeout(timeout), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() }) // all answers are in
	return r
}

func TestInstancesShareOneLimitExactly(t *testing.T) {
	address, name := redistest.Address(t), rand.Text()
	var instances []http.Handler
	for range 3 {
		instances = append(instances, limited(onRedis(t, address, time.Second, name), 0))
	}
	if got := letThrough(instances...); got != 3 {
		t.Errorf("%d were let through", got)
	}
}

func TestAWindowOnTheServerEnds(t *testing.T) {
	r := onRedis(t, redistest.Address(t), time.Second, rand.Text())
	if used, ends := r.Add(t.Context(), "x", time.Second, 0); used != 0 || ends != time.Second {
		t.Errorf("before the first: %d, %s", used, ends)
	}
	for want := 1; want <= 3; want++ {
		if used, ends := r.Add(t.Context(), "x", time.Second, 1); used != want || ends <= 0 || ends > time.Second {
			t.Errorf("got %d, %s, want %d", used, ends, want)
		}
	}
	if used, _ := r.Add(t.Context(), "x", time.Second, 0); used != 3 {
		t.Errorf("looking counts: %d", used)
	}
	time.Sleep(time.Second + 20*time.Millisecond)
	if used, _ := r.Add(t.Context(), "x", time.Second, 1); used != 1 {
		t.Errorf("after it ended: %d", used)
	}
}

func TestWithoutAServerTheLimitIsLocalAndHardlyCostsTime(t *testing.T) {
	r := onRedis(t, redistest.Silent(t), 20*time.Millisecond, "test")
	start := time.Now()
	if got := letThrough(limited(r, 0)); got != 3 {
		t.Errorf("%d were let through", got)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("60 requests took %s", took)
	}
	if r.Check(t.Context()) == nil {
		t.Error("the server is said to be there")
	}
}
