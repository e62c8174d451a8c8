package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"sync"
	"syscall"
)

// Command starts a project by a command, as Target.Start does. HTTP_ADDR names a free port, and the project takes its
// other settings from the environment, from env (NAME=value) and from what the check asks for; the last counts.
func Command(dir string, output io.Writer, env []string, argv ...string) func(context.Context, map[string]string) (Process, error) {
	free := ports{next: rand.IntN(lastPort-firstPort) + firstPort}
	return func(_ context.Context, settings map[string]string) (Process, error) {
		addr, err := free.address()
		if err != nil {
			return nil, err
		}
		run := exec.Command(argv[0], argv[1:]...) // not tied to a context: its end is what some checks look at
		run.Dir, run.Stdout, run.Stderr = dir, output, output
		run.Env = append(append(os.Environ(), env...), "HTTP_ADDR="+addr)
		for name, value := range settings {
			run.Env = append(run.Env, name+"="+value)
		}
		if err := run.Start(); err != nil {
			return nil, fmt.Errorf("%s: %w", argv[0], err)
		}
		p := &command{url: "http://" + addr, run: run, ended: make(chan struct{})}
		go p.wait()
		return p, nil
	}
}

// ports finds free ones. None is given out twice, and none is among those that systems give to clients, or somebody could
// have taken it by the time the process listens.
type ports struct {
	mu   sync.Mutex
	next int
}

const firstPort, lastPort = 20_000, 32_000

func (p *ports) address() (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var l net.Listener
	var err error
	for range 100 {
		if p.next++; p.next > lastPort {
			p.next = firstPort
		}
		if l, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", p.next)); err == nil {
			return l.Addr().String(), l.Close()
		}
	}
	return "", err
}

// command is a process that this one started.
type command struct {
	url   string
	run   *exec.Cmd
	ended chan struct{}
	err   error // of Wait, once ended is closed
	kill  sync.Once
}

func (c *command) wait() {
	c.err = c.run.Wait()
	close(c.ended)
}

func (c *command) URL() string { return c.url }

func (c *command) Terminate() error { return c.run.Process.Signal(syscall.SIGTERM) }

func (c *command) Wait(ctx context.Context) (int, error) {
	select {
	case <-ctx.Done():
		return Unknown, ctx.Err()
	case <-c.ended:
	}
	if _, is := errors.AsType[*exec.ExitError](c.err); c.err != nil && !is {
		return Unknown, c.err
	}
	return c.run.ProcessState.ExitCode(), nil
}

func (c *command) Kill() {
	c.kill.Do(func() {
		_ = c.run.Process.Kill() // it may have ended already
		<-c.ended
	})
}
