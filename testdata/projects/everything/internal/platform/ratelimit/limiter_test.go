package ratelimit

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// send asks for a path from an address and returns the answer.
func send(h http.Handler, from, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = from
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// limited lets 3 requests of an address through in 10 seconds.
func limited(counts Counts, proxies uint) http.Handler {
	l := New(counts, Rates{IP: Rate{3, 10 * time.Second}}, proxies)
	return l.Limit(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
}

// stopped counts in memory by a clock that a test moves.
func stopped() (*Memory, *time.Time) {
	m, now := InMemory(), time.Now()
	m.now = func() time.Time { return now }
	return m, &now
}

func TestAnAddressHasItsLimitInEachWindow(t *testing.T) {
	counts, now := stopped()
	h := limited(counts, 0)
	for window := range 2 {
		for i, want := range []string{`"ip";r=2;t=10`, `"ip";r=1;t=6`, `"ip";r=0;t=2`} {
			w := send(h, "192.0.2.1:4711", "/")
			if w.Code != http.StatusNoContent || w.Header().Get("RateLimit") != want || w.Header().Get("RateLimit-Policy") != `"ip";q=3;w=10` {
				t.Errorf("window %d, request %d: got %d %v", window, i, w.Code, w.Header())
			}
			if i < 2 {
				*now = now.Add(4 * time.Second)
			}
		}
		w := send(h, "192.0.2.1:4712", "/")
		var problem struct{ Status int }
		if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || problem.Status != http.StatusTooManyRequests {
			t.Errorf("got %s", w.Body)
		}
		if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" || w.Header().Get("RateLimit") != `"ip";r=0;t=2` {
			t.Errorf("over the limit: got %d %v", w.Code, w.Header())
		}
		if w := send(h, "192.0.2.2:4711", "/"); w.Code != http.StatusNoContent {
			t.Errorf("another address: got %d", w.Code)
		}
		*now = now.Add(2 * time.Second)
	}
}

func TestProbesAndTheDescriptionAreNeverRefused(t *testing.T) {
	h := limited(InMemory(), 0)
	for _, path := range []string{"/livez", "/readyz", "/openapi.json"} {
		for range 5 {
			if w := send(h, "192.0.2.1:4711", path); w.Code != http.StatusNoContent || w.Header().Get("RateLimit") != "" {
				t.Errorf("%s: got %d %v", path, w.Code, w.Header())
			}
		}
	}
}

func TestOffIsNoLimit(t *testing.T) {
	h := New(InMemory(), Rates{}, 0).Limit(http.NotFoundHandler())
	for range 5 {
		if w := send(h, "192.0.2.1:4711", "/"); w.Code != http.StatusNotFound || w.Header().Get("RateLimit-Policy") != "" {
			t.Errorf("got %d %v", w.Code, w.Header())
		}
	}
}

// letThrough sends requests of one address at a time from many goroutines, and counts those that are let through.
func letThrough(handlers ...http.Handler) int {
	var passed atomic.Int64
	var senders sync.WaitGroup
	for i := range 60 {
		senders.Go(func() {
			if send(handlers[i%len(handlers)], "192.0.2.1:4711", "/").Code == http.StatusNoContent {
				passed.Add(1)
			}
		})
	}
	senders.Wait()
	return int(passed.Load())
}

func TestRequestsAtOnceGetTheLimitAndNoMore(t *testing.T) {
	if got := letThrough(limited(InMemory(), 0)); got != 3 {
		t.Errorf("%d were let through", got)
	}
}

func TestTheAddressIsTheOneThatTrustedProxiesTell(t *testing.T) {
	for name, c := range map[string]struct {
		proxies uint
		from    string
		told    []string // lines of X-Forwarded-For
		want    string
	}{
		"the connection":                     {0, "192.0.2.1:4711", nil, "192.0.2.1"},
		"a forged header":                    {0, "192.0.2.1:4711", []string{"198.51.100.7"}, "192.0.2.1"},
		"one proxy":                          {1, "10.0.0.1:80", []string{"192.0.2.1"}, "192.0.2.1"},
		"a forged entry before a proxy's":    {1, "10.0.0.1:80", []string{"198.51.100.7, 192.0.2.1"}, "192.0.2.1"},
		"a forged line before a proxy's":     {1, "10.0.0.1:80", []string{"198.51.100.7", "192.0.2.1"}, "192.0.2.1"},
		"two proxies":                        {2, "10.0.0.1:80", []string{"198.51.100.7, 192.0.2.1, 10.0.0.2"}, "192.0.2.1"},
		"fewer entries than proxies":         {2, "10.0.0.1:80", []string{"192.0.2.1"}, "10.0.0.1"},
		"no header where there is a proxy":   {1, "10.0.0.1:80", nil, "10.0.0.1"},
		"an entry that is no address":        {1, "10.0.0.1:80", []string{"unknown"}, "10.0.0.1"},
		"an entry with a port":               {1, "10.0.0.1:80", []string{"192.0.2.1:999"}, "192.0.2.1"},
		"an IPv6 network":                    {0, "[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::/64"},
		"an IPv6 entry":                      {1, "10.0.0.1:80", []string{"[2001:db8:1:2::9]"}, "2001:db8:1:2::/64"},
		"an IPv4 address written as an IPv6": {0, "[::ffff:192.0.2.1]:80", nil, "192.0.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = c.from, c.told
			if got := New(InMemory(), Rates{}, c.proxies).address(r); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestRequestsFromEverywhereDoNotFillTheMemory(t *testing.T) {
	counts, now := stopped()
	for i := range most + 10 {
		counts.Add(t.Context(), strconv.Itoa(i), time.Minute, 1)
	}
	all := counts.windows[time.Minute]
	if len(all.of) != most || all.order.Len() != most {
		t.Errorf("%d identities are kept, %d windows", len(all.of), all.order.Len())
	}
	if used, _ := counts.Add(t.Context(), strconv.Itoa(most), time.Minute, 1); used != 2 {
		t.Errorf("a late one was forgotten: %d", used)
	}
	*now = now.Add(time.Minute)
	counts.Add(t.Context(), "one", time.Minute, 1)
	if len(all.of) != 1 || all.order.Len() != 1 {
		t.Errorf("windows that ended are kept: %d", len(all.of))
	}
}

func TestRatesThatMakeNoSenseAreRefused(t *testing.T) {
	for _, text := range []string{"", "100", "/1m", "0/1m", "-1/1m", "100/", "100/0s", "100/1500ms", "100/m", "many/1m"} {
		if err := new(Rate).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
	var r Rate
	if err := r.UnmarshalText([]byte("1000/1h")); err != nil || r != (Rate{1000, time.Hour}) {
		t.Errorf("got %v, %v", r, err)
	}
}
