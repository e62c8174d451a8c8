package main

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"everything/api"
	"everything/internal/platform"
	"everything/internal/platform/config"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// openPieces prepares the pieces as the process does, with settings by name.
func openPieces(t *testing.T, settings map[string]string) *platform.Pieces {
	t.Helper()
	for name, value := range settings {
		t.Setenv(name, value)
	}
	cfg, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := platform.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// routeRecorder remembers the patterns of routes.
type routeRecorder []string

func (r *routeRecorder) Handle(pattern string, _ http.Handler) { *r = append(*r, pattern) }

func TestEveryRouteIsDescribed(t *testing.T) {
	p := openPieces(t, map[string]string{"DATABASE_URL": newDatabase(t)})
	var registered routeRecorder
	if err := routes(&registered, p, modules(p)); err != nil {
		t.Fatal(err)
	}
	document, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	paths, _ := document["paths"].(map[string]any)
	for path, item := range paths {
		operations, _ := item.(map[string]any)
		for method := range operations {
			if method != "parameters" {
				described[strings.ToUpper(method)+" "+path] = true
			}
		}
	}
	for _, route := range registered {
		if !described[route] {
			t.Errorf("no file in api/ describes %s", route)
		}
	}
	for _, route := range slices.Sorted(maps.Keys(described)) {
		if !slices.Contains(registered, route) {
			t.Errorf("api/ describes %s, which nothing answers", route)
		}
	}
}

// runningProcess is the whole process, running.
type runningProcess struct {
	t    *testing.T
	url  string
	stop context.CancelFunc
	done chan error
}

func startProcess(t *testing.T, settings map[string]string) runningProcess {
	t.Helper()
	settings["HTTP_ADDR"] = freeAddress(t)
	p := openPieces(t, settings)
	ctx, stop := context.WithCancel(t.Context())
	run := runningProcess{t, "http://" + settings["HTTP_ADDR"], stop, make(chan error, 1)}
	go func() { run.done <- serve(ctx, p) }()
	t.Cleanup(stop)
	run.becomes("/livez", http.StatusOK)
	return run
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // nothing was accepted
	return listener.Addr().String()
}

// becomes waits until a path answers with this status.
func (p runningProcess) becomes(path string, want int) {
	p.t.Helper()
	got := 0
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if got = p.get(path); got == want {
			return
		}
	}
	p.t.Fatalf("%s answers %d, want %d", path, got, want)
}

func (p runningProcess) get(path string) int {
	p.t.Helper()
	status, _ := p.ask(path)
	return status
}

// ask gives the status of an answer, 0 where there is none, and whether the connection can be used again.
func (p runningProcess) ask(path string) (status int, kept bool) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, false
	}
	_, _ = io.Copy(io.Discard, response.Body) // so that the connection can be used again
	_ = response.Body.Close()
	return response.StatusCode, !response.Close
}

func TestTheProcessDrainsBeforeItStops(t *testing.T) {
	p := startProcess(t, map[string]string{"DATABASE_URL": newDatabase(t), "SHUTDOWN_DRAIN": "500ms"})
	p.becomes("/readyz", http.StatusOK)
	if _, kept := p.ask("/livez"); !kept {
		t.Error("a connection is closed after its first answer")
	}
	p.stop()
	p.becomes("/readyz", http.StatusServiceUnavailable)
	if got, kept := p.ask("/livez"); got != http.StatusOK || kept {
		t.Errorf("while draining, /livez answers %d, and the connection is kept: %t", got, kept)
	}
	if err := <-p.done; err != nil {
		t.Errorf("the process ends with %v", err)
	}
}

func TestTheProcessOutlivesItsDatabase(t *testing.T) {
	address, appear := absentDatabase(t)
	p := startProcess(t, map[string]string{"DATABASE_URL": address})
	p.becomes("/readyz", http.StatusServiceUnavailable)
	appear()
	p.becomes("/readyz", http.StatusOK)
	p.stop()
	if err := <-p.done; err != nil {
		t.Errorf("the process ends with %v", err)
	}
}

func TestSeedCanRunTwice(t *testing.T) {
	p := openPieces(t, map[string]string{"DATABASE_URL": newDatabase(t)})
	for range 2 {
		if err := seed(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
}
