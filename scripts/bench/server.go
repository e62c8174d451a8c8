package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a running process that answers HTTP.
type server struct {
	addr     string
	cmd      *exec.Cmd
	log      *os.File
	children map[string][]string // of processes, where it is a family of them
}

// startServer runs a binary on a free port, with its output in a file beside it, and waits until a path answers 200.
func startServer(binary, ready string, env ...string) (*server, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(binary+".log", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(binary)
	cmd.Dir, cmd.Stdout, cmd.Stderr = filepath.Dir(binary), log, log
	cmd.Env = append(os.Environ(), append(env, "HTTP_ADDR="+addr)...)
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	s := &server{addr: addr, cmd: cmd, log: log}
	if err := s.await(ready); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// await asks every millisecond until a path answers 200.
func (s *server) await(path string) error {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		response, err := http.Get("http://" + s.addr + path)
		if err != nil {
			continue
		}
		if err := response.Body.Close(); err != nil {
			return err
		}
		if response.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("%s does not answer %s; see %s", s.cmd.Path, path, s.log.Name())
}

// stop ends the process. The one that ends by the signal itself has no handler for it, which is no fault.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	err := s.cmd.Wait()
	if status, is := s.cmd.ProcessState.Sys().(syscall.WaitStatus); is && status.Signaled() {
		err = nil
	}
	return errors.Join(err, s.log.Close())
}

// cpu is the processor time that the process and those that it has started have used, in nanoseconds exactly, as far as /proc
// tells it; else 0.
func (s *server) cpu() (used time.Duration) {
	family := []string{strconv.Itoa(s.cmd.Process.Pid)}
	for i := 0; i < len(family); i++ {
		family = append(family, s.children[family[i]]...)
		threads, _ := filepath.Glob("/proc/" + family[i] + "/task/*/schedstat") // the pattern is well formed
		for _, thread := range threads {
			text, err := os.ReadFile(thread)
			if err != nil {
				continue // the thread has ended
			}
			first, _, _ := strings.Cut(string(text), " ")
			nanoseconds, _ := strconv.ParseInt(first, 10, 64)
			used += time.Duration(nanoseconds)
		}
	}
	return used
}

// children are the processes that each process has started, by their ids.
func children() map[string][]string {
	all := map[string][]string{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well formed
	for _, stat := range stats {
		text, err := os.ReadFile(stat)
		if err != nil {
			continue // the process has ended
		}
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:])) // its name may hold spaces
		if len(fields) > 1 {
			all[fields[1]] = append(all[fields[1]], filepath.Base(filepath.Dir(stat)))
		}
	}
	return all
}
