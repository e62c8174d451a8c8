package main

import (
	"net/http"
	"strings"
)

func problemFaults() []fault {
	const (
		strange  = "strange requests are refused, not answered with 5xx"
		problems = "every error is a problem of RFC 9457"
		inside   = "no answer tells of what is inside"
	)
	return []fault{
		{"a query that is malformed is a 500", strange, after(func(_ *http.Request, a *answer) {
			if strings.Contains(a.detail(), "query is malformed") {
				a.refuse(http.StatusInternalServerError)
			}
		})},
		{"an If-Match that is odd is a 500", strange, after(func(r *http.Request, a *answer) {
			if a.status == http.StatusPreconditionFailed && r.Header.Get("If-Match") == "," {
				a.refuse(http.StatusInternalServerError)
			}
		})},
		{"a 404 is plain text", problems, onStatus(404, func(a *answer) { a.kind, a.body = "text/plain; charset=utf-8", "404 page not found" })},
		{"a 405 is plain JSON", problems, onStatus(405, func(a *answer) { a.kind = "application/json" })},
		{"a problem has no title", problems, onStatus(422, func(a *answer) { delete(a.object(), "title") })},
		{"a problem has another status than its answer", problems, onStatus(415, func(a *answer) { a.object()["status"] = 400 })},
		{"a problem tells the words of the database", inside, onStatus(409, func(a *answer) {
			a.object()["detail"] = "UNIQUE constraint failed: products.sku"
		})},
		{"a problem tells where in the code it came from", inside, onStatus(400, func(a *answer) {
			a.object()["trace"] = "main.(*server).route at routes.go:31"
		})},
		{"a problem tells what the server runs on", inside, onStatus(404, func(a *answer) { a.header.Set("X-Powered-By", "Go") })},
	}
}

// onStatus lets a fault alter the problems with one status.
func onStatus(status int, alter func(a *answer)) func(*server) {
	return after(func(_ *http.Request, a *answer) {
		if a.status == status {
			alter(a)
		}
	})
}
