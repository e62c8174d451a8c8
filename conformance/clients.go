package conformance

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// clients are the promises about clients that take more than their share.
func clients() []Check {
	return []Check{
		{Name: "headers that are too large are refused", run: largeHeaders},
		{Name: "a client that does not finish its headers is cut off", kind: waiting, run: slowHeaders},
		{Name: "a client that does not finish its body is cut off", kind: waiting, run: slowBody},
	}
}

// largeHeaders sends a megabyte. The server may answer or hang up, but not take it.
func largeHeaders(t *T) {
	a, err := t.exchange(t.base, "GET", "/livez", nil, "X-Large", strings.Repeat("x", 1<<20))
	if err == nil {
		t.want(a, 431, 400)
	}
	t.want(t.ask("GET", "/livez", nil), 200)
}

func slowHeaders(t *T) {
	t.cutOff("GET /livez HTTP/1.1\r\nHost: shop\r\nX-Slow: ")
}

func slowBody(t *T) {
	if len(t.modules) == 0 {
		t.Skipf("the project has no module")
	}
	t.cutOff(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: shop\r\n%sContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", t.modules[0].path, t.introduction()))
}

// cutOff begins a request, and goes on a byte at a time. It notes a fault when that can go on for longer than the target's
// patience.
func (t *T) cutOff(beginning string) {
	conn := t.dial()
	defer func() { _ = conn.Close() }() // it is the server's to close
	if _, err := io.WriteString(conn, beginning); err != nil {
		t.Fatalf("%v", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		readOut(conn)
	}()
	tick := time.NewTicker(t.target.Patience / 40)
	defer tick.Stop()
	for deadline := time.Now().Add(t.target.Patience); time.Now().Before(deadline); {
		select {
		case <-ended:
			return
		case <-t.ctx.Done():
			return
		case <-tick.C:
			_, _ = io.WriteString(conn, "x") // an error shows in the reader too
		}
	}
	t.Errorf("after %s the connection is still open, on which began: %s", t.target.Patience, brief([]byte(beginning)))
}

// readOut reads until the server ends the answer or the connection.
func readOut(conn net.Conn) {
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
}

func (t *T) dial() net.Conn {
	u, err := url.Parse(t.base)
	if err != nil {
		t.Fatalf("%v", err)
	}
	conn, err := new(net.Dialer).DialContext(t.ctx, "tcp", u.Host)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return conn
}
