// Package httpx is what every HTTP handler here shares: middleware, strict input, output, and the server itself.
package httpx

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"everything/internal/platform/health"
	"everything/internal/platform/problem"
)

// Mux is where handlers are registered; *http.ServeMux is one.
type Mux interface {
	Handle(pattern string, h http.Handler)
}

// Handler is a handler that may fail; its error becomes a problem.
type Handler func(w http.ResponseWriter, r *http.Request) error

func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := h(w, r); err != nil {
		problem.Write(w, err)
	}
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// NotFound answers what no route matches with a problem, where net/http would answer in plain text: 405 with the methods
// that the path allows, or 404.
func NotFound(mux *http.ServeMux) {
	mux.Handle("/", Handler(func(w http.ResponseWriter, r *http.Request) error {
		var allowed []string
		for _, method := range methods {
			if _, pattern := mux.Handler(&http.Request{Method: method, URL: r.URL, Host: r.Host}); pattern != "/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			return problem.New(http.StatusNotFound, "there is nothing at this path")
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return problem.New(http.StatusMethodNotAllowed, "this path allows "+strings.Join(allowed, ", "))
	}))
}

// Serve answers requests until ctx ends. Then /readyz fails, and every answer is the last one of its connection; after
// drain, time for load balancers to notice, the port is closed, and the requests that are running have 20 seconds to
// finish.
func Serve(ctx context.Context, addr string, h http.Handler, probes *health.Health, drain time.Duration) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	slog.Info("listening", "address", listener.Addr().String())
	server := &http.Server{
		Handler:           leaving(h, probes),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	probes.Drain()
	slog.Info("draining", "for", drain.String())
	time.Sleep(drain)
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return server.Shutdown(late)
}

// leaving tells clients that keep connections, as proxies do, to let go of them while the process drains: one that is
// closed at the end could have a request on its way.
func leaving(h http.Handler, probes *health.Health) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if probes.Draining() {
			w.Header().Set("Connection", "close")
		}
		h.ServeHTTP(w, r)
	})
}
