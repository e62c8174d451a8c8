// Package service runs real servers for tests and measurements. Each listens on a free port of the loopback, belongs to
// an ordinary user, keeps its data in a folder of its own, and ends with the process that started it.
//
// A kind of server is one small file, such as postgres.go. What is not installed comes from Debian's packages, or as jars
// from Maven Central.
package service

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	startTimeout = time.Minute // MariaDB takes seconds on an idle machine
	stopTimeout  = 30 * time.Second
)

// Kind is one kind of server.
type Kind struct {
	Name     string   // what the command line calls it
	Packages []string // Debian's
	Folders  []string // patterns of where its programs are beside PATH
	Programs []string // what has to be installed
	Ports    int      // how many it needs beside the one for its clients
	Init     func(context.Context, *Server) error
	Beside   func(*Server) []string // a program that it needs while it runs, if any, likewise
	Env      func(*Server) []string // more variables for all of its programs, if any
	Command  func(*Server) []string // the program by its name, and its arguments
	URL      func(*Server) string
	Ready    func(context.Context, *Server) error
	StopWith syscall.Signal // ends it without waiting for its clients
}

// Kinds are all there are.
func Kinds() []Kind {
	return []Kind{kafka(), mariadb(), memcached(), postgres(), rabbitmq(), redis(), sqs()}
}

func kind(name string) (Kind, error) {
	var names []string
	for _, k := range Kinds() {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	return Kind{}, fmt.Errorf("no service %q, only %s", name, strings.Join(names, ", "))
}

// Server is one running server. Its methods are not safe for use by several goroutines.
type Server struct {
	Kind     Kind
	Dir      string // its data, its log, and nothing else; belongs to the server's user
	Port     int
	Ports    []int  // others, for itself
	Password string // of the user "scale", who may do everything
	process  *process
	beside   *process
}

// Start installs a kind of server where it is missing, and starts one that has no data yet. It returns when the server
// answers. Close it in the end.
func Start(ctx context.Context, name string) (*Server, error) {
	k, err := kind(name)
	if err != nil {
		return nil, err
	}
	s := &Server{Kind: k, Password: rand.Text()}
	if err = s.prepare(ctx); err == nil {
		err = s.Restart(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", name, err), s.Close())
	}
	return s, nil
}

func (s *Server) prepare(ctx context.Context) error {
	if err := install(ctx, s.Kind, os.Geteuid() == 0); err != nil {
		return err
	}
	ports, err := freePorts(ctx, 1+s.Kind.Ports)
	if err != nil {
		return err
	}
	s.Port, s.Ports = ports[0], ports[1:]
	if s.Dir, err = os.MkdirTemp("", "scale-"+s.Kind.Name+"-"); err != nil {
		return err
	}
	if err := giveAway(s.Dir); err != nil {
		return err
	}
	return s.Kind.Init(ctx, s)
}

// URL is the address of an empty database of the server's, with user and password.
func (s *Server) URL() string { return s.Kind.URL(s) }

// Restart starts the server again on the same port, with the data it had, and returns when it answers.
func (s *Server) Restart(ctx context.Context) (err error) {
	if s.beside == nil && s.Kind.Beside != nil {
		if s.beside, err = s.begin(ctx, s.Kind.Beside(s)); err != nil {
			return err
		}
	}
	if s.process, err = s.begin(ctx, s.Kind.Command(s)); err != nil {
		return err
	}
	return s.waitReady(ctx)
}

// begin starts a program that writes into the log.
func (s *Server) begin(ctx context.Context, argv []string) (*process, error) {
	cmd, err := s.command(context.WithoutCancel(ctx), argv...)
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the program has its own handle
	cmd.Stdout, cmd.Stderr = log, log
	return begin(cmd)
}

func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		err := s.Kind.Ready(ctx, s)
		if err == nil {
			return nil
		}
		select {
		case <-s.process.done:
			return fmt.Errorf("it ended: %s\n%s", s.process.cmd.ProcessState, s.lastLog())
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w\n%s", err, s.lastLog())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Kill ends the server and its children at once, as kill -9 and power failures do.
func (s *Server) Kill() error {
	if err := s.process.signal(syscall.SIGKILL); err != nil {
		return err
	}
	return s.process.wait(stopTimeout)
}

// Pause makes the server hang: its connections stay open and nothing answers, until Resume.
func (s *Server) Pause() error { return s.process.signal(sigStop) }

// Resume lets a paused server go on.
func (s *Server) Resume() error { return s.process.signal(sigContinue) }

// Stop ends the server in good order. Its data stays, and Restart may follow.
func (s *Server) Stop() error {
	if s.process == nil || s.process.ended() {
		return nil
	}
	if err := s.Resume(); err != nil {
		return err
	}
	if err := s.process.cmd.Process.Signal(s.Kind.StopWith); err != nil {
		return err
	}
	if err := s.process.wait(stopTimeout); err != nil {
		return errors.Join(err, s.Kill())
	}
	return nil
}

// Close stops the server, if it runs, and removes its data.
func (s *Server) Close() error {
	err := s.Stop()
	if s.beside != nil && !s.beside.ended() {
		err = errors.Join(err, s.beside.signal(syscall.SIGKILL), s.beside.wait(stopTimeout))
	}
	if s.Dir == "" {
		return err
	}
	return errors.Join(err, os.RemoveAll(s.Dir))
}

func (s *Server) logFile() string { return filepath.Join(s.Dir, "log") }

// lastLog is the end of what the server wrote.
func (s *Server) lastLog() string {
	text, err := os.ReadFile(s.logFile())
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-4000):])
}
