package ratelimit

import (
	"net/http"
	"slices"

	"everything/internal/platform/auth"
)

// callerPolicy is the limit of a caller that was verified.
func (l *Limiter) callerPolicy(caller auth.Caller) policy {
	if caller.Kind == auth.Key {
		return policy{"key", l.rates.Key}
	}
	return policy{"user", l.rates.User}
}

// guesses are requests with a credential that was refused, by address. They have the limit of an address for themselves:
// callers that are known do not suffer from others at their address, unless these try keys.
func (l *Limiter) guesses() policy { return policy{"guess", l.rates.IP} }

// Guesses refuses a credential unseen when too many from its address were not valid. Without that nothing would slow down
// who tries keys: the right one would count for its caller. It stands before auth.
func (l *Limiter) Guesses(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !auth.Presented(r) || slices.Contains(unlimited, r.URL.Path) || l.mayGuess(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

func (l *Limiter) mayGuess(w http.ResponseWriter, r *http.Request) bool {
	p := l.guesses()
	if p.Limit == 0 {
		return true
	}
	if used, _ := l.counts.Add(r.Context(), p.name+":"+l.address(r), p.Window, 0); used < p.Limit {
		return true
	}
	return l.count(w, r, p, l.address(r), 1)
}

// noteGuess counts a credential that was refused.
func (l *Limiter) noteGuess(r *http.Request) {
	if p := l.guesses(); p.Limit > 0 && auth.Refused(r.Context()) {
		l.counts.Add(r.Context(), p.name+":"+l.address(r), p.Window, 1)
	}
}
