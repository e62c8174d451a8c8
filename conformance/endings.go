package conformance

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// endings are the promises about SIGTERM. Each needs a process to end.
func endings() []Check {
	return []Check{
		{Name: "SIGTERM under load fails no request", kind: ending, run: endsUnderLoad},
		{Name: "after SIGTERM it is not ready, and alive", kind: ending, run: drains},
		{Name: "after SIGTERM it ends with exit code 0", kind: ending, run: ends},
		{Name: "a request that began before SIGTERM is answered", kind: ending, run: finishes},
	}
}

// Values of SHUTDOWN_DRAIN: the long one leaves a busy machine time to see a process drain, and is never waited for where
// all is well.
const (
	longDrain  = 4 * time.Second
	shortDrain = 300 * time.Millisecond
	endSoon    = 20 * time.Second // how long an end may take after that
)

// ending gives a process that the check may end: one that it starts, or the only one there is.
func (t *T) ending(drain time.Duration) Process {
	if p := t.target.Process; t.target.Start == nil && p != nil {
		t.target.Process = nil
		return p
	}
	if t.target.Start == nil {
		t.Skipf("no process is left that may be ended")
	}
	return t.another(map[string]string{"SHUTDOWN_DRAIN": drain.String()})
}

// another is a process that the check has for itself, with these settings. It ends with the check at last.
func (t *T) another(settings map[string]string) Process {
	if t.target.Start == nil {
		t.Skipf("it takes a process with other settings")
	}
	p, err := t.start(t.ctx, settings)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.after = append(t.after, p.Kill)
	if err := waitReady(t.ctx, t.client, p.URL()); err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

func (t *T) terminate(p Process) {
	if err := p.Terminate(); err != nil {
		t.Skipf("the process cannot be asked to end: %v", err)
	}
}

// status is that of a GET, 0 where there is no answer.
func (t *T) status(base, path string) int {
	a, err := t.exchange(base, "GET", path, nil)
	if err != nil {
		return 0
	}
	return a.status
}

func drains(t *T) {
	p := t.ending(longDrain)
	defer p.Kill()
	t.terminate(p)
	ready, alive := 200, 0
	for deadline := time.Now().Add(longDrain / 2); time.Now().Before(deadline) && ready == 200; time.Sleep(10 * time.Millisecond) {
		ready, alive = t.status(p.URL(), "/readyz"), t.status(p.URL(), "/livez")
	}
	if ready != 503 || alive != 200 {
		t.Errorf("with SHUTDOWN_DRAIN=%s, /readyz answers %d and /livez %d after SIGTERM (0 is no answer)", longDrain, ready, alive)
	}
}

func ends(t *T) {
	p := t.ending(shortDrain)
	defer p.Kill()
	t.terminate(p)
	t.endsWell(p)
}

func (t *T) endsWell(p Process) {
	ctx, cancel := context.WithTimeout(t.ctx, endSoon)
	defer cancel()
	code, err := p.Wait(ctx)
	switch {
	case err != nil:
		t.Errorf("%s after SIGTERM the process has not ended: %v", endSoon, err)
	case code != 0 && code != Unknown:
		t.Errorf("the exit code is %d", code)
	}
}

// endsUnderLoad does as a load balancer does: it asks /readyz, and sends requests for as long as that says 200.
func endsUnderLoad(t *T) {
	p := t.ending(longDrain)
	defer p.Kill()
	var leave atomic.Bool
	var sent atomic.Int64
	var load sync.WaitGroup
	for range 8 {
		load.Go(func() {
			for !leave.Load() && t.ctx.Err() == nil {
				t.oneRequest(p.URL(), sent.Add(1))
				time.Sleep(2 * time.Millisecond) // some thousand requests a second are load enough
			}
		})
	}
	defer load.Wait()
	defer leave.Store(true)
	time.Sleep(100 * time.Millisecond)
	t.terminate(p)
	for begun := time.Now(); t.status(p.URL(), "/readyz") == 200; time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > longDrain/2 {
			break // that it stays ready is another check's matter
		}
	}
}

func (t *T) oneRequest(base string, n int64) {
	path := "/livez"
	if len(t.modules) > 0 {
		path = t.modules[int(n)%len(t.modules)].path + "?limit=5"
	}
	a, err := t.exchange(base, "GET", path, nil)
	if err != nil || a.status != 200 {
		t.Errorf("request %d after the start, GET %s: status %d, %v", n, path, a.status, err)
	}
}

// finishes begins a request before SIGTERM and ends it when the port is closed.
func finishes(t *T) {
	if len(t.modules) == 0 {
		t.Skipf("the project has no module")
	}
	m := t.modules[0]
	body, err := bytesOf(t.draft(m, nil))
	if err != nil {
		t.Fatalf("%v", err)
	}
	p := t.ending(shortDrain)
	defer p.Kill()
	conn, err := new(net.Dialer).DialContext(t.ctx, "tcp", strings.TrimPrefix(p.URL(), "http://"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer func() { _ = conn.Close() }() // the answer tells all
	_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: shop\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", m.path, t.introduction(), len(body), body[:1])
	time.Sleep(100 * time.Millisecond) // until the handler waits for the rest
	t.terminate(p)
	time.Sleep(shortDrain + 300*time.Millisecond)
	_, _ = conn.Write(body[1:])
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("POST %s, begun before SIGTERM: no answer: %v", m.path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got, _ := io.ReadAll(answer.Body); answer.StatusCode/100 != 2 {
		t.Errorf("POST %s, begun before SIGTERM: %d %s", m.path, answer.StatusCode, brief(got))
	}
}
