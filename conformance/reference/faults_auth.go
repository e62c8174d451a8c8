package main

import (
	"net/http"
	"strings"
	"sync"
)

func callerFaults() []fault {
	const (
		challenge = "a 401 says how to come in"
		open      = "probes and /openapi.json need no caller"
		described = "/openapi.json says what needs a caller, and how to be one"
		bad       = "a key that is not valid is refused"
		same      = "whatever is wrong with a credential, the answer is the same"
	)
	return []fault{
		{"a deletion needs no caller", "what needs a caller is refused without one", func(s *server) {
			s.auth.closed = func(r *http.Request, v visitor) bool {
				return !v.known() && (v.presented || r.Method != http.MethodDelete)
			}
		}},
		{"a 401 does not say how to come in", challenge, after(func(_ *http.Request, a *answer) { a.header.Del("WWW-Authenticate") })},
		{"a 401 says nothing of keys", challenge, after(func(_ *http.Request, a *answer) {
			if a.status == http.StatusUnauthorized {
				a.header.Set("WWW-Authenticate", `Bearer realm="reference"`)
			}
		})},
		{"the document needs a caller", open, onPathOf("/openapi.json", func(r *http.Request) bool { return r.Header.Get("X-API-Key") == "" })},
		{"a probe refuses a key that is not valid", open, onPathOf("/livez", func(r *http.Request) bool { return r.Header.Get("X-API-Key") == "tea" })},
		{"the document says nothing of callers", described, inDocument(func(d object) { delete(d, "security") })},
		{"the document lacks the scheme of keys", described, inDocument(func(d object) {
			at(d, "components", "securitySchemes")["key"] = object{"type": "apiKey", "in": "query", "name": "key"}
		})},
		{"the document says that a probe needs a caller", described, inDocument(func(d object) { delete(at(d, "paths", "/livez", "get"), "security") })},
		{"a page may not send Authorization", "a page of an allowed origin may say who calls", after(func(_ *http.Request, a *answer) {
			if a.header.Get("Access-Control-Allow-Headers") != "" {
				a.header.Set("Access-Control-Allow-Headers", "Content-Type, If-Match, If-None-Match")
			}
		})},
		{"Authorization takes no key", "a key is taken in either header", func(s *server) { s.auth.schemes = nil }},
		{"a key is known by its beginning", bad, func(s *server) {
			s.auth.find = func(text string) visitor {
				for _, k := range s.auth.keys.read() {
					if strings.HasPrefix(text, k.ID) {
						return k.visitor()
					}
				}
				return visitor{presented: true}
			}
		}},
		{"a key is taken in capitals", bad, func(s *server) {
			s.auth.find = func(text string) visitor { return s.auth.keys.find(strings.ToLower(text)) }
		}},
		{"a key is taken behind any scheme", bad, func(s *server) { s.auth.schemes = []string{"apikey", "bearer", "basic"} }},
		{"a key that was used once is known for good", "a key that was revoked is refused at once", func(s *server) {
			var known sync.Map
			s.auth.find = func(text string) visitor {
				v := s.auth.keys.find(text)
				if old, is := known.Load(text); is && v.reason == "revoked" {
					return old.(visitor)
				}
				if v.known() {
					known.Store(text, v)
				}
				return v
			}
		}},
		{"a key never expires", "a key that has expired is refused", func(s *server) {
			s.auth.find = func(text string) visitor {
				v := s.auth.keys.find(text)
				if v.reason == "expired" {
					return visitor{kind: "key", id: text, presented: true}
				}
				return v
			}
		}},
		{"who is refused learns why", same, func(s *server) { s.auth.detail = func(v visitor) string { return "refused: " + v.reason } }},
		{"a key that was revoked has a challenge of its own", same, func(s *server) {
			s.after = append(s.after, func(r *http.Request, a *answer) {
				if a.status == http.StatusUnauthorized && s.auth.find(r.Header.Get("X-API-Key")).reason == "revoked" {
					a.header.Add("WWW-Authenticate", `Basic realm="support"`)
				}
			})
		}},
		{"a list of keys shows them", "a list of keys shows none", func(s *server) { s.showKeys = true }},
	}
}

// onPathOf refuses some requests to a path as one without a caller is.
func onPathOf(path string, refused func(r *http.Request) bool) func(*server) {
	return after(func(r *http.Request, a *answer) {
		if r.URL.Path == path && refused(r) && a.status == http.StatusOK {
			a.kind, a.body = "application/problem+json", object{"detail": "this needs a key", "request_id": a.header.Get("X-Request-Id")}
			a.refuse(http.StatusUnauthorized)
		}
	})
}
