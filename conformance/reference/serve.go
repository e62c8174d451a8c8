package main

import (
	"context"
	"net/http"
	"time"
)

// serve answers until ctx ends, is not ready for as long as it drains, and lets the requests that run finish.
func (s *server) serve(ctx context.Context, addr, drain string) error {
	var pause time.Duration
	if drain != "" {
		var err error
		if pause, err = time.ParseDuration(drain); err != nil {
			return err
		}
	}
	h := &http.Server{Addr: addr, Handler: s, ReadHeaderTimeout: s.headerTime, IdleTimeout: time.Minute, MaxHeaderBytes: s.mostHeader}
	failed := make(chan error, 1)
	go func() { failed <- h.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	time.Sleep(pause)
	return s.finish(h)
}

func waitForRequests(h *http.Server) error {
	late, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return h.Shutdown(late)
}
