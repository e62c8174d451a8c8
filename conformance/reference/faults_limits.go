package main

import (
	"net/http"
	"strings"
	"time"
)

func limitFaults() []fault {
	const (
		told   = "an answer tells the limit and what is left of it"
		exact  = "as many requests pass as the limit says, and no more"
		forged = "who writes X-Forwarded-For gains nothing by it"
		spared = "probes and /openapi.json are not limited"
	)
	return []fault{
		{"what is left is always the same", told, inLimits(func(a *answer) { a.header.Set("RateLimit", `"ip";r=4;t=3600`) })},
		{"no answer has a policy", told, inLimits(func(a *answer) { a.header.Del("RateLimit-Policy") })},
		{"what is left is just a number", told, inLimits(func(a *answer) { a.header.Set("RateLimit", "4") })},
		{"the policy has minutes for seconds", told, inLimits(func(a *answer) {
			a.header.Set("RateLimit-Policy", strings.Replace(a.header.Get("RateLimit-Policy"), "w=3600", "w=60", 1))
		})},
		{"one request more passes", exact, func(s *server) { s.limits.most = func(r rate) int { return r.n + 1 } }},
		{"one request fewer passes", exact, func(s *server) { s.limits.most = func(r rate) int { return r.n - 1 } }},
		{"requests at once do not see each other", "of requests at once as many pass as the limit says", func(s *server) {
			s.limits.add = func(name string, r rate, n int) window {
				seen := s.limits.count(name, r, 0)
				time.Sleep(5 * time.Millisecond)
				s.limits.count(name, r, n)
				seen.used += n
				return seen
			}
		}},
		{"a 429 does not say when to come again", "who is over the limit is told when to come again", after(func(_ *http.Request, a *answer) {
			a.header.Del("Retry-After")
		})},
		{"a window never ends", "when the time is over, requests pass again", func(s *server) {
			s.limits.ended = func(window) bool { return false }
		}},
		{"a client may say where it is", forged, address(func(s *server, told []string, r *http.Request) string {
			if s.limits.proxies == 0 && told[0] != "" {
				return told[0]
			}
			return s.limits.trusted(r)
		})},
		{"the first address in X-Forwarded-For counts", forged, address(func(s *server, told []string, r *http.Request) string {
			if s.limits.proxies > 0 {
				return network(told[0])
			}
			return s.limits.trusted(r)
		})},
		{"all addresses count together", "each address has a limit of its own", address(func(*server, []string, *http.Request) string { return "all" })},
		{"each IPv6 address counts for itself", "an IPv6 address counts with its network", address(func(s *server, told []string, r *http.Request) string {
			if s.limits.proxies > 0 && strings.Contains(told[0], ":") {
				return told[0]
			}
			return s.limits.trusted(r)
		})},
		{"a probe is limited", spared, func(s *server) { s.limits.spared = func(path string) bool { return open(path) && path != "/livez" } }},
		{"the document is limited", spared, func(s *server) {
			s.limits.spared = func(path string) bool { return open(path) && path != "/openapi.json" }
		}},
	}
}

func callerLimitFaults() []fault {
	const (
		keys  = "a key has a limit of its own, wherever it is used"
		users = "a user has a limit of its own, wherever from"
	)
	asAddress := func(of string) func(*server) {
		return identity(func(s *server, r *http.Request, v visitor) (string, string) {
			if v.kind == of {
				return "ip", s.limits.address(r)
			}
			return s.limits.whose(r, v)
		})
	}
	atAddress := func(of string) func(*server) {
		return identity(func(s *server, r *http.Request, v visitor) (string, string) {
			kind, id := s.limits.whose(r, v)
			if v.kind == of {
				id += " at " + s.limits.address(r)
			}
			return kind, id
		})
	}
	return []fault{
		{"a made-up key has a limit of its own", "a key that is not valid counts as its address", identity(func(s *server, r *http.Request, v visitor) (string, string) {
			if v.presented && !v.known() {
				return "ip", r.Header.Get("X-API-Key")
			}
			return s.limits.whose(r, v)
		})},
		{"a key counts as its address", keys, asAddress("key")},
		{"a key counts anew at each address", keys, atAddress("key")},
		{"a user counts as an address", users, asAddress("user")},
		{"a user counts anew at each address", users, atAddress("user")},
		{"anybody may try as many keys as there are", "who tries keys is refused, even with a right one", func(s *server) { s.limits.guesses = false }},
	}
}

// inLimits lets a fault alter answers that tell of a limit.
func inLimits(alter func(a *answer)) func(*server) {
	return after(func(_ *http.Request, a *answer) {
		if a.header.Get("RateLimit") != "" {
			alter(a)
		}
	})
}

// address lets a fault say where a request is from; told is what X-Forwarded-For lists.
func address(of func(s *server, told []string, r *http.Request) string) func(*server) {
	return func(s *server) {
		s.limits.address = func(r *http.Request) string {
			return of(s, strings.Split(r.Header.Get("X-Forwarded-For"), ","), r)
		}
	}
}

// identity lets a fault say whom a request counts for.
func identity(of func(s *server, r *http.Request, v visitor) (kind, id string)) func(*server) {
	return func(s *server) {
		s.limits.identity = func(r *http.Request, v visitor) (string, string) { return of(s, r, v) }
	}
}
