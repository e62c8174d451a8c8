package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

func bodyFaults() []fault {
	const (
		kinds = "a body that is not JSON by its type is refused"
		whole = "a body that is not one JSON object is refused"
	)
	return []fault{
		{"a body may be of any type", kinds, before(func(r *http.Request) { r.Header.Set("Content-Type", "application/json") })},
		{"a body needs no type", kinds, before(func(r *http.Request) {
			if r.Header.Get("Content-Type") == "" {
				r.Header.Set("Content-Type", "application/json")
			}
		})},
		{"what stands behind the object is not read", whole, inBody(func(body []byte) []byte {
			var first json.RawMessage
			if json.NewDecoder(bytes.NewReader(body)).Decode(&first) != nil {
				return body
			}
			return first
		})},
		{"no body is an empty object", whole, inBody(func(body []byte) []byte {
			if len(body) == 0 {
				return []byte("{}")
			}
			return body
		})},
		{"a byte order mark is dropped", whole, inBody(func(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\ufeff")) })},
		{"JSON that is malformed is a 422", whole, after(func(_ *http.Request, a *answer) {
			if strings.Contains(a.detail(), "one JSON object") {
				a.refuse(http.StatusUnprocessableEntity)
			}
		})},
		{"of a field that stands twice the last counts", "a body that has a field twice is refused", inBody(func(body []byte) []byte {
			var members map[string]json.RawMessage
			if json.Unmarshal(body, &members) != nil || members == nil {
				return body
			}
			once, _ := json.Marshal(members) // what was JSON is JSON
			return once
		})},
		{"a body has no limit", "a body that is too large is refused", func(s *server) { s.most = 1 << 40 }},
	}
}
