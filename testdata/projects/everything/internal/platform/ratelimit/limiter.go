// Package ratelimit bounds how many requests are taken from anybody.
//
// A window begins with the first request that counts in it. So an identity has its whole limit at once, and at most twice
// that where one window ends and the next begins.
package ratelimit

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"everything/internal/platform/auth"
	"everything/internal/platform/problem"
)

// Counts keeps how many requests each identity has made in its window.
type Counts interface {
	// Add counts n more, and returns how many that makes and in how long the window ends. It always answers.
	Add(ctx context.Context, identity string, window time.Duration, n int) (used int, ends time.Duration)
}

// Rates are the limits: of a user that a token names, of an API key, and of an address for everybody else.
type Rates struct {
	User Rate
	Key  Rate
	IP   Rate
}

// Limiter limits requests.
type Limiter struct {
	counts  Counts
	rates   Rates
	proxies int
}

// New limits by rates. proxies is how many of those in front are trusted to say where a request is from.
func New(counts Counts, rates Rates, proxies uint) *Limiter {
	return &Limiter{counts, rates, int(proxies)}
}

// unlimited are the paths that are never refused: an orchestrator that gets no answer would end the process.
var unlimited = []string{"/livez", "/readyz", "/openapi.json"}

// Limit counts a request for whoever sent it, and refuses it over the limit.
func (l *Limiter) Limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(unlimited, r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		l.noteGuess(r)
		if p, identity := l.whose(r); l.count(w, r, p, identity, 1) {
			next.ServeHTTP(w, r)
		}
	})
}

// whose is the limit that a request falls under, and the identity it counts for. Only a caller that was verified has one
// of its own: made-up keys count for the address they come from.
func (l *Limiter) whose(r *http.Request) (policy, string) {
	if caller, known := auth.CallerFrom(r.Context()); known {
		return l.callerPolicy(caller), caller.ID
	}
	return policy{"ip", l.rates.IP}, l.address(r)
}

// count counts n requests and reports whether they are within the limit. It answers those that are not.
func (l *Limiter) count(w http.ResponseWriter, r *http.Request, p policy, identity string, n int) bool {
	if p.Limit == 0 {
		return true
	}
	used, ends := l.counts.Add(r.Context(), p.name+":"+identity, p.Window, n)
	seconds := max(1, int((ends+time.Second-1)/time.Second))
	h := w.Header()
	h.Set("RateLimit-Policy", fmt.Sprintf("%q;q=%d;w=%d", p.name, p.Limit, int(p.Window/time.Second)))
	h.Set("RateLimit", fmt.Sprintf("%q;r=%d;t=%d", p.name, max(0, p.Limit-used), seconds))
	if h.Get("Access-Control-Allow-Origin") != "" {
		h.Add("Access-Control-Expose-Headers", "RateLimit, RateLimit-Policy")
	}
	if used <= p.Limit {
		return true
	}
	h.Set("Retry-After", strconv.Itoa(seconds))
	problem.Write(w, problem.New(http.StatusTooManyRequests, "too many requests; try again when Retry-After says"))
	return false
}
