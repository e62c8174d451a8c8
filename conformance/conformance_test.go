// Package conformance holds a generated project to its promises from outside, over HTTP. It knows nothing of how the
// project is written.
package conformance

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// start builds the newcomer's project, runs it on a free port, and returns its address once it is ready.
func start(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "shop")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.Command("go", "build", "-o", program, "./cmd/shop")
	build.Dir = filepath.Join("..", "testdata", "projects", "shop")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	addr := freeAddress(t)
	run := exec.Command(program)
	run.Dir = dir
	run.Env = append(os.Environ(), "HTTP_ADDR="+addr, "DATABASE_URL=sqlite:"+filepath.ToSlash(filepath.Join(dir, "shop.db")))
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = run.Process.Kill() // it may have ended already
		_ = run.Wait()
	})
	waitReady(t, "http://"+addr)
	return "http://" + addr
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

func waitReady(t *testing.T, base string) {
	t.Helper()
	for range 300 {
		if r, err := http.Get(base + "/readyz"); err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("not ready after 30 seconds")
}

func TestAFreshProjectKeepsItsPromises(t *testing.T) {
	base := start(t)
	for _, c := range []struct {
		claim, method, path, kind, body string
		status                          int
	}{
		{"it lives", "GET", "/livez", "", "", 200},
		{"it describes itself", "GET", "/openapi.json", "", "", 200},
		{"a product is created", "POST", "/api/v1/products", "application/json", `{"name":"Tea","price":"19.90"}`, 201},
		{"products are listed by an indexed field", "GET", "/api/v1/products?sort=-price&limit=1", "", "", 200},
		{"a sort by any other field is refused", "GET", "/api/v1/products?sort=created_at", "", "", 400},
		{"an unknown field is named", "POST", "/api/v1/products", "application/json", `{"name":"Tea","price":"1","nope":1}`, 422},
		{"a decimal is a string", "POST", "/api/v1/products", "application/json", `{"name":"Tea","price":1.5}`, 422},
		{"another kind of body is refused", "POST", "/api/v1/products", "text/plain", "tea", 415},
		{"an unknown id is not found", "GET", "/api/v1/products/01a20895-0000-7000-8000-000000000000", "", "", 404},
		{"an unknown path is not found", "GET", "/nowhere", "", "", 404},
		{"another method is refused", "PUT", "/api/v1/products", "application/json", "{}", 405},
	} {
		t.Run(c.claim, func(t *testing.T) {
			r, err := http.NewRequestWithContext(context.Background(), c.method, base+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = answer.Body.Close() }()
			body, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode != c.status {
				t.Fatalf("status %d, want %d: %s %v", answer.StatusCode, c.status, body, err)
			}
			if kind := answer.Header.Get("Content-Type"); c.status >= 400 && kind != "application/problem+json" {
				t.Errorf("an error of type %q", kind)
			}
			if answer.Header.Get("X-Request-Id") == "" {
				t.Error("no request id")
			}
			if c.status == 201 && (!strings.Contains(string(body), `"price":"19.90"`) || answer.Header.Get("Location") == "") {
				t.Errorf("not its exact digits, or no Location: %s", body)
			}
		})
	}
}
