package httpx

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// answer sends a request through middleware to a handler and returns the answer.
func answer(r *http.Request, h http.HandlerFunc, chain ...Middleware) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	Chain(h, chain...).ServeHTTP(w, r)
	return w
}

func ok(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func TestRequestIDIsAcceptedOrMade(t *testing.T) {
	for name, c := range map[string]struct {
		sent string
		kept bool
	}{
		"a plain one is kept":       {"order-17.retry_2", true},
		"none is replaced":          {"", false},
		"a forged line is replaced": {"x\" level=ERROR", false},
		"a long one is replaced":    {strings.Repeat("x", 1000), false},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("X-Request-Id", c.sent)
			var seen string
			response := answer(r, func(_ http.ResponseWriter, r *http.Request) { seen = r.Header.Get("X-Request-Id") }, RequestID)
			got := response.Header().Get("X-Request-Id")
			if got == "" || (got == c.sent) != c.kept || got != seen {
				t.Errorf("sent %q, answered %q, handler saw %q", c.sent, got, seen)
			}
		})
	}
}

func TestAccessLogSaysWhatWasAnswered(t *testing.T) {
	var out bytes.Buffer
	r := httptest.NewRequest(http.MethodGet, "/things", nil)
	r.Header.Set("X-Request-Id", "abc")
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&out, nil)))
	defer slog.SetDefault(before)
	answer(r, ok, RequestID, AccessLog)
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"method": "GET", "path": "/things", "status": 204.0, "request_id": "abc"} {
		if line[name] != want {
			t.Errorf("%s is %v in %s", name, line[name], out.String())
		}
	}
}

func TestPanicBecomesAProblem(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	response := answer(r, func(http.ResponseWriter, *http.Request) { panic("the password is 1234") }, RequestID, Recover)
	if response.Code != http.StatusInternalServerError || response.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %d %s", response.Code, response.Header())
	}
	if strings.Contains(response.Body.String(), "1234") {
		t.Errorf("the answer tells too much: %s", response.Body)
	}
}

func TestCORSAnswersOnlyItsOrigins(t *testing.T) {
	for name, c := range map[string]struct {
		origins []string
		origin  string
		want    string
	}{
		"off by default":    {nil, "https://a.example", ""},
		"an allowed origin": {[]string{"https://a.example"}, "https://a.example", "https://a.example"},
		"another origin":    {[]string{"https://a.example"}, "https://b.example", ""},
		"any origin":        {[]string{"*"}, "https://b.example", "https://b.example"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodOptions, "/", nil)
			r.Header.Set("Origin", c.origin)
			r.Header.Set("Access-Control-Request-Method", "PATCH")
			response := answer(r, ok, CORS(c.origins))
			if got := response.Header().Get("Access-Control-Allow-Origin"); got != c.want {
				t.Errorf("got %q", got)
			}
			if methods := response.Header().Get("Access-Control-Allow-Methods"); strings.Contains(methods, "PATCH") != (c.want != "") {
				t.Errorf("allowed methods are %q", methods)
			}
		})
	}
}

func TestWhatNoRouteMatchesIsAProblem(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /things", ok)
	mux.HandleFunc("POST /things", ok)
	NotFound(mux)
	for _, c := range []struct {
		method, path string
		want         int
		allow        string
	}{
		{http.MethodGet, "/things", 204, ""},
		{http.MethodHead, "/things", 204, ""},
		{http.MethodGet, "/thing", 404, ""},
		{http.MethodDelete, "/things", 405, "GET, HEAD, POST"},
	} {
		response := answer(httptest.NewRequest(c.method, c.path, nil), mux.ServeHTTP)
		if response.Code != c.want || response.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: got %d, allowed %q", c.method, c.path, response.Code, response.Header().Get("Allow"))
		}
		if kind := response.Header().Get("Content-Type"); c.want >= 400 && kind != "application/problem+json" {
			t.Errorf("%s %s: got %s", c.method, c.path, kind)
		}
	}
}

func TestBodiesAreLimited(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"name": "`+strings.Repeat("x", 100)+`"}`))
	r.Header.Set("Content-Type", "application/json")
	h := Handler(func(_ http.ResponseWriter, r *http.Request) error { return Decode(r, &draft{}) })
	if response := answer(r, h.ServeHTTP, LimitBody(50)); response.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d", response.Code)
	}
}
