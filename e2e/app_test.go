package e2e

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// app is a generated project's program while it runs.
type app struct {
	t      *testing.T
	base   string // of its URLs
	client *http.Client
	cmd    *exec.Cmd
	log    string // the file with what it printed
	done   chan struct{}
}

// start runs a program on a free port and returns once it listens.
func start(t *testing.T, path, databaseURL string, env ...string) *app {
	t.Helper()
	a := startOnly(t, path, databaseURL, env...)
	a.waitFor("/livez", 200)
	return a
}

// startOnly runs a program on a free port and returns at once. Variables that follow stand in its environment.
func startOnly(t *testing.T, path, databaseURL string, env ...string) *app {
	t.Helper()
	return startAt(t, freeAddress(t), path, databaseURL, env...)
}

// startAt is startOnly on a port that the test chose.
func startAt(t *testing.T, addr, path, databaseURL string, env ...string) *app {
	t.Helper()
	return launch(t, "http://"+addr, append([]string{"HTTP_ADDR=" + addr, "DATABASE_URL=" + databaseURL}, env...), path)
}

// launch runs a program that answers at a URL.
func launch(t *testing.T, base string, env []string, argv ...string) *app {
	t.Helper()
	a := &app{t: t, base: base, log: filepath.Join(t.TempDir(), "log"), done: make(chan struct{})}
	a.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	log, err := os.Create(a.log)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }() // the program has its own handle
	a.cmd = exec.Command(argv[0], argv[1:]...)
	a.cmd.Dir = filepath.Dir(a.log)
	a.cmd.Env = append(os.Environ(), env...)
	a.cmd.Stdout, a.cmd.Stderr = log, log
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = a.cmd.Wait() // how it ended is in cmd.ProcessState
		close(a.done)
	}()
	t.Cleanup(a.cleanUp)
	return a
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func (a *app) cleanUp() {
	a.client.CloseIdleConnections()
	if a.running() {
		_ = a.cmd.Process.Kill() // it may be ending
		<-a.done
	}
	if a.t.Failed() {
		a.t.Logf("the last that %s printed:\n%s", a.base, strings.Join(a.notable(), "\n"))
	}
	if i := strings.Index(a.printed(), "panic"); i >= 0 {
		a.t.Errorf("it panicked:\n%.2000s", a.printed()[i:])
	}
}

func (a *app) running() bool {
	select {
	case <-a.done:
		return false
	default:
		return true
	}
}

// printed is all that the program printed so far.
func (a *app) printed() string {
	text, err := os.ReadFile(a.log)
	if err != nil {
		a.t.Fatal(err)
	}
	return string(text)
}

// notable are the last lines that the program printed about other things than requests.
func (a *app) notable() []string {
	lines := slices.DeleteFunc(strings.Split(a.printed(), "\n"), func(line string) bool {
		return strings.Contains(line, `"msg":"request"`) || strings.Contains(line, `"msg":"a dependency is unavailable"`)
	})
	return lines[max(0, len(lines)-20):]
}

// waitFor asks until a path answers with a status, and returns how long that took.
func (a *app) waitFor(path string, status int) time.Duration {
	a.t.Helper()
	began := time.Now()
	var last answer
	for time.Since(began) < 30*time.Second {
		if !a.running() {
			a.t.Fatalf("it ended with %s while %s was awaited", a.cmd.ProcessState, path)
		}
		if last = a.get(path); last.status == status {
			return time.Since(began)
		}
		time.Sleep(10 * time.Millisecond)
	}
	a.t.Fatalf("%s did not answer %d in 30 seconds, but %v", path, status, last)
	return 0
}

func (a *app) waitReady() time.Duration {
	a.t.Helper()
	return a.waitFor("/readyz", 200)
}

// stop ends the program as orchestrators do. It has to end well.
func (a *app) stop() {
	a.t.Helper()
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		a.t.Fatal(err)
	}
	select {
	case <-a.done:
	case <-time.After(20 * time.Second):
		a.t.Fatal("it still runs 20 seconds after SIGTERM")
	}
	if !a.cmd.ProcessState.Success() {
		a.t.Errorf("it ended with %s after SIGTERM", a.cmd.ProcessState)
	}
}

// kill ends the program with no chance to clean up.
func (a *app) kill() {
	a.t.Helper()
	if err := a.cmd.Process.Kill(); err != nil {
		a.t.Fatal(err)
	}
	<-a.done
}
