// Package health answers the probes: /livez says that the process runs, /readyz that it can do its work.
package health

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// deadline is how long each dependency may take to answer.
const deadline = time.Second

// Health knows the dependencies and whether the process is draining.
type Health struct {
	checks   map[string]dependency
	details  map[string]func(context.Context) (any, error)
	draining atomic.Bool
}

// dependency is how one is asked, and whether the process can do without it.
type dependency struct {
	ask      func(context.Context) error
	optional bool
}

// New knows no dependency yet.
func New() *Health { return &Health{checks: map[string]dependency{}} }

// Add registers the check of a dependency. Call it before the server starts.
func (h *Health) Add(name string, ask func(context.Context) error) {
	h.checks[name] = dependency{ask: ask}
}

// AddOptional registers a dependency that the process can do without: /readyz tells that it is unavailable, and does not
// fail, since an outage that all instances share would take all of them out.
func (h *Health) AddOptional(name string, ask func(context.Context) error) {
	h.checks[name] = dependency{ask, true}
}

// Drain makes /readyz fail from now on, so that no new requests are sent here.
func (h *Health) Drain() { h.draining.Store(true) }

// Draining reports whether Drain was called.
func (h *Health) Draining() bool { return h.draining.Load() }

// Routes registers the probes. /livez asks no dependency: a restart would not mend one.
func (h *Health) Routes(mux interface{ Handle(string, http.Handler) }) {
	mux.Handle("GET /livez", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, state{Status: "ok"}) }))
	mux.Handle("GET /readyz", http.HandlerFunc(h.ready))
}

func (h *Health) ready(w http.ResponseWriter, r *http.Request) {
	if h.Draining() {
		answer(w, state{Status: "draining"})
		return
	}
	s := state{Status: "ok", Checks: map[string]string{}, Details: h.told(r.Context())}
	for name, d := range h.checks {
		ctx, cancel := context.WithTimeout(r.Context(), deadline)
		s.Checks[name] = "ok"
		if err := d.ask(ctx); err != nil {
			slog.Warn("a dependency is unavailable", "dependency", name, "error", err)
			s.Checks[name] = "unavailable"
			if !d.optional {
				s.Status = "unavailable"
			}
		}
		cancel()
	}
	answer(w, s)
}

// state is what a probe answers.
type state struct {
	Status  string            `json:"status"`
	Checks  map[string]string `json:"checks,omitempty"`
	Details map[string]any    `json:"details,omitempty"`
}

func answer(w http.ResponseWriter, s state) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if s.Status != "ok" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(s) // an error means that nobody is left to tell
}
