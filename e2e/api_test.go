package e2e

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// answer is what came back, or the error that came in its place.
type answer struct {
	request string
	status  int
	header  http.Header
	body    string
	err     error
	began   time.Time
	took    time.Duration
}

func (a answer) String() string {
	if a.err != nil {
		return fmt.Sprintf("%s: %v after %s", a.request, a.err, a.took.Round(time.Millisecond))
	}
	return fmt.Sprintf("%s: %d after %s: %.300s", a.request, a.status, a.took.Round(time.Millisecond), a.body)
}

func (a answer) ok() bool { return a.err == nil && a.status < 300 }

// unavailable reports whether this is the answer of an app whose database is away.
func (a answer) unavailable() bool {
	return a.err == nil && a.status == http.StatusServiceUnavailable &&
		a.header.Get("Content-Type") == "application/problem+json" && a.header.Get("Retry-After") != ""
}

func (a *app) get(path string) answer        { return a.call("GET", path, "") }
func (a *app) post(path, body string) answer { return a.call("POST", path, body) }

// call sends a request. header holds names and values by turns.
func (a *app) call(method, path, body string, header ...string) answer {
	result := answer{request: method + " " + path, began: time.Now()}
	result.err = a.exchange(&result, method, path, body, header)
	result.took = time.Since(result.began)
	return result
}

func (a *app) exchange(into *answer, method, path, body string, header []string) error {
	r, err := http.NewRequest(method, a.base+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for pair := range slices.Chunk(header, 2) {
		r.Header.Add(pair[0], pair[1])
	}
	got, err := a.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = got.Body.Close() }() // it was read to the end, or the error says why not
	text, err := io.ReadAll(got.Body)
	into.status, into.header, into.body = got.StatusCode, got.Header, string(text)
	return err
}
