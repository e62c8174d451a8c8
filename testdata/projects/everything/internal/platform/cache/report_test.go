package cache_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/cache"
	"everything/internal/platform/cachetest"
)

func TestTheClientIsToldHowItsReadsWereAnswered(t *testing.T) {
	b, id := &cachetest.Backend{}, uuid.New()
	c := cache.New(b, "test", cache.Duration(time.Minute))
	table, s := c.Table("rows"), newSource("value")
	h := c.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/none" {
			return
		}
		if r.URL.Path == "/two" {
			_, _ = cache.List(r.Context(), table, "list", nil, s.read)
		}
		text, _ := cache.Row(r.Context(), table, "find", id, s.read)
		_, _ = w.Write([]byte(text))
	}))
	for _, step := range []struct {
		method, path, want string
		down               bool
	}{
		{"GET", "/none", "", false},
		{"GET", "/one", "miss", false},
		{"GET", "/one", "hit", false},
		{"HEAD", "/one", "hit", false},
		{"GET", "/two", "miss", false},
		{"GET", "/two", "hit", false},
		{"PATCH", "/one", "", false},
		{"GET", "/one", "bypass", true},
		{"GET", "/one", "hit", false},
	} {
		b.Down(step.down)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(step.method, step.path, nil))
		if got := w.Header().Get("X-Cache"); got != step.want || w.Code != http.StatusOK {
			t.Errorf("%s %s (down: %v): got %d and %q, want %q", step.method, step.path, step.down, w.Code, got, step.want)
		}
	}
}

func TestARequestThatMayWriteReadsPastTheCache(t *testing.T) {
	c, id, s := open(t), uuid.New(), newSource("old")
	table := c.Table("rows")
	find(t, table, id, s.read)
	s.value.Store("new") // past this program
	c.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if got, err := cache.Row(r.Context(), table, "find", id, s.read); got != "new" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPatch, "/", nil))
}
