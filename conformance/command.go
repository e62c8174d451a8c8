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
	"slices"
	"strings"
	"sync"
	"syscall"
)

// Command is a project as a command runs it, with Start and Run as a Target has them. HTTP_ADDR names a free port, and the
// project takes its other settings from the environment, from env (NAME=value) and from what the check asks for; the last
// counts.
func Command(dir string, output io.Writer, env []string, argv ...string) *Program {
	return &Program{dir, output, env, argv, ports{next: rand.IntN(lastPort-firstPort) + firstPort}}
}

// Program is a command that runs a project.
type Program struct {
	dir    string
	output io.Writer
	env    []string
	argv   []string
	free   ports
}

// Start starts the project, as Target.Start does.
func (p *Program) Start(_ context.Context, settings map[string]string) (Process, error) {
	addr, err := p.free.address()
	if err != nil {
		return nil, err
	}
	run := exec.Command(p.argv[0], p.argv[1:]...) // not tied to a context: its end is what some checks look at
	run.Dir, run.Stdout, run.Stderr = p.dir, p.output, p.output
	run.Env = append(p.environment(settings), "HTTP_ADDR="+addr)
	if err := run.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", p.argv[0], err)
	}
	c := &command{url: "http://" + addr, run: run, ended: make(chan struct{})}
	go c.wait()
	return c, nil
}

// Run runs a command of the project, as Target.Run does.
func (p *Program) Run(ctx context.Context, settings map[string]string, args ...string) (string, error) {
	run := exec.CommandContext(ctx, p.argv[0], append(slices.Clone(p.argv[1:]), args...)...)
	run.Dir, run.Env, run.Stderr = p.dir, p.environment(settings), p.output
	out, err := run.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(run.Args, " "), err)
	}
	return string(out), nil
}

func (p *Program) environment(settings map[string]string) []string {
	all := append(os.Environ(), p.env...)
	for name, value := range settings {
		all = append(all, name+"="+value)
	}
	return all
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
