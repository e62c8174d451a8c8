// Package problem turns errors into answers of the form of RFC 9457.
package problem

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Problem is an error that a client may see.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail,omitempty"`
	Errors    Faults `json:"errors,omitempty"`
	RequestID string `json:"request_id,omitempty"`
}

// ErrUnavailable marks errors of a dependency that may come back; the client may try again.
var ErrUnavailable = errors.New("unavailable")

// New is a problem with the standard title of its status.
func New(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

func (p *Problem) Error() string { return fmt.Sprint(p.Title, ": ", p.Detail, " ", p.Errors) }

// Write answers a request with an error. What is no Problem is logged, and the client learns nothing of it.
func Write(w http.ResponseWriter, err error) {
	h := w.Header()
	p := of(err)
	p.RequestID = h.Get("X-Request-Id")
	if p.Status >= http.StatusInternalServerError {
		slog.Error("request failed", "error", err, "request_id", p.RequestID)
	}
	h.Set("Content-Type", "application/problem+json")
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client is gone; there is nobody to tell
}

func of(err error) Problem {
	if known, is := errors.AsType[*Problem](err); is {
		return *known
	}
	if errors.Is(err, ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return *New(http.StatusServiceUnavailable, "a dependency is not available; try again")
	}
	return *New(http.StatusInternalServerError, "something went wrong here; the request id finds it in the log")
}

// Fault says what is wrong with one field of a request.
type Fault struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Faults is all that is wrong with a request, so that the client learns it at once.
type Faults []Fault

// Add notes a fault.
func (f *Faults) Add(field, detail string) { *f = append(*f, Fault{field, detail}) }

// Err is a 422 that lists the faults, or nil when there are none.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	p := New(http.StatusUnprocessableEntity, "some fields are not valid")
	p.Errors = f
	return p
}

// Length checks that a text has from least to most characters, and no NUL, which not every database can store.
func (f *Faults) Length(field, text string, least, most int) {
	if n := utf8.RuneCountInString(text); n < least || n > most || strings.ContainsRune(text, 0) {
		f.Add(field, fmt.Sprintf("must have %d to %d characters, none of them NUL", least, most))
	}
}
