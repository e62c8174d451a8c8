package main

import (
	"net/http"
	"strings"
	"time"
)

func processFaults() []fault {
	const drains = "after SIGTERM it is not ready, and alive"
	return []fault{
		{"/livez says nothing", "/livez says that the process runs", onPath("/livez", func(a *answer) { a.body = object{} })},
		{"/readyz tells of no dependency", "/readyz tells of each dependency", onPath("/readyz", func(a *answer) { delete(a.object(), "checks") })},
		{"a cache may keep a probe", "no probe is kept by a cache", onPath("/readyz", func(a *answer) { a.header.Del("Cache-Control") })},

		{"headers may be as large as they like", "headers that are too large are refused", func(s *server) { s.mostHeader = 8 << 20 }},
		{"headers may take as long as they like", "a client that does not finish its headers is cut off", func(s *server) { s.headerTime = time.Hour }},
		{"a body may take as long as it likes", "a client that does not finish its body is cut off", func(s *server) { s.bodyTime = time.Hour }},

		{"requests are refused as soon as it drains", "SIGTERM under load fails no request", func(s *server) {
			s.before = append(s.before, func(r *http.Request) {
				if s.stopping.Load() && strings.HasPrefix(r.URL.Path, "/api/") {
					r.URL.Path = "/closed"
				}
			})
		}},
		{"it is ready while it drains", drains, onPath("/readyz", func(a *answer) {
			a.pass(http.StatusOK, object{"status": "ok", "checks": object{"database": "ok"}})
		})},
		{"it is not alive while it drains", drains, func(s *server) {
			s.after = append(s.after, func(r *http.Request, a *answer) {
				if s.stopping.Load() && r.URL.Path == "/livez" {
					a.pass(http.StatusServiceUnavailable, object{"status": "draining"})
				}
			})
		}},
		{"it ends with exit code 1", "after SIGTERM it ends with exit code 0", func(s *server) { s.exitCode = 1 }},
		{"it ends without waiting for requests", "a request that began before SIGTERM is answered", func(s *server) {
			s.finish = (*http.Server).Close
		}},
	}
}

// onPath lets a fault alter the answers of one path that are good or 503.
func onPath(path string, alter func(a *answer)) func(*server) {
	return after(func(r *http.Request, a *answer) {
		if r.URL.Path == path && r.Method == http.MethodGet {
			alter(a)
		}
	})
}
