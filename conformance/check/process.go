package main

import (
	"context"
	"os"
	"syscall"
	"time"

	"github.com/scalecli/scale/conformance"
)

// process is one that somebody else started, so its exit code is somebody else's to know.
type process struct {
	url string
	pid int
}

func (p process) URL() string { return p.url }

func (p process) signal(s os.Signal) error {
	found, err := os.FindProcess(p.pid)
	if err != nil {
		return err
	}
	return found.Signal(s)
}

func (p process) Terminate() error { return p.signal(syscall.SIGTERM) }

// Wait asks for the process until it is gone.
func (p process) Wait(ctx context.Context) (int, error) {
	for ; ; time.Sleep(20 * time.Millisecond) {
		if p.signal(syscall.Signal(0)) != nil {
			return conformance.Unknown, nil
		}
		if ctx.Err() != nil {
			return conformance.Unknown, ctx.Err()
		}
	}
}

// Kill leaves the process alone: it was not started here.
func (p process) Kill() {}
