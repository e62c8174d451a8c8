package main

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

func headerFaults() []fault {
	const (
		replaced  = "a request id that would spoil a log is replaced"
		mayRead   = "a page of an allowed origin may read the answers"
		mayChange = "a page of an allowed origin may change things"
		others    = "a page of another origin may not"
		origin    = "Access-Control-Allow-Origin"
	)
	return []fault{
		{"every request has the same id", "a request without an id gets one of its own", func(s *server) {
			s.requestID = func(sent string) string {
				if sent == "" {
					return "request"
				}
				return plainID(sent)
			}
		}},
		{"a request id is never kept", "a plain request id is kept", func(s *server) {
			s.requestID = func(string) string { return uuid.NewString() }
		}},
		{"a request id may be anything", replaced, func(s *server) {
			s.requestID = func(sent string) string {
				if sent != "" {
					return sent
				}
				return uuid.NewString()
			}
		}},
		{"a request id may be as long as it likes", replaced, func(s *server) {
			s.requestID = func(sent string) string {
				if len(sent) > 64 {
					return sent
				}
				return plainID(sent)
			}
		}},
		{"a problem has no request id", "a problem has the id of its request", after(func(_ *http.Request, a *answer) {
			delete(a.object(), "request_id")
		})},
		{"a page may not read a problem", mayRead, after(func(_ *http.Request, a *answer) {
			if a.status >= 400 {
				a.header.Del(origin)
			}
		})},
		{"a page may not read an ETag", mayRead, after(func(_ *http.Request, a *answer) {
			if a.header.Get("Access-Control-Expose-Headers") != "" {
				a.header.Set("Access-Control-Expose-Headers", "Location, X-Request-Id")
			}
		})},
		{"a cache gives one origin what is another's", mayRead, after(func(_ *http.Request, a *answer) { a.header.Del("Vary") })},
		{"a page may not send If-Match", mayChange, after(func(_ *http.Request, a *answer) {
			if a.header.Get("Access-Control-Allow-Headers") != "" {
				a.header.Set("Access-Control-Allow-Headers", "Content-Type")
			}
		})},
		{"a page may not PATCH", mayChange, after(func(_ *http.Request, a *answer) {
			if a.header.Get("Access-Control-Allow-Methods") != "" {
				a.header.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
			}
		})},
		{"every origin is allowed", others, func(s *server) { s.allowed = func(string) bool { return true } }},
		{"an origin that begins like an allowed one is allowed", others, func(s *server) {
			s.allowed = func(origin string) bool {
				return slices.ContainsFunc(s.origins, func(allowed string) bool { return strings.HasPrefix(origin, allowed) })
			}
		}},
		{"the origin null is allowed", others, func(s *server) {
			allowed := s.allowed
			s.allowed = func(origin string) bool { return origin == "null" || allowed(origin) }
		}},
	}
}
