package health

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
)

func probe(h *Health, path string) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	h.Routes(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func works(context.Context) error { return nil }

func fails(context.Context) error { return errors.New("secret host is down") }

func hangs(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestReadinessFollowsTheDependencies(t *testing.T) {
	for name, c := range map[string]struct {
		check func(context.Context) error
		want  int
	}{
		"a dependency that works is ready":         {works, http.StatusOK},
		"a dependency that fails is not ready":     {fails, http.StatusServiceUnavailable},
		"a dependency that hangs has its deadline": {hangs, http.StatusServiceUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := New()
				h.Add("it", c.check)
				w := probe(h, "/readyz")
				if w.Code != c.want {
					t.Errorf("got %d: %s", w.Code, w.Body)
				}
				if strings.Contains(w.Body.String(), "secret") {
					t.Errorf("the answer tells too much: %s", w.Body)
				}
			})
		})
	}
}

func TestAnOptionalDependencyShowsAndDoesNotFail(t *testing.T) {
	h := New()
	h.Add("needed", works)
	h.AddOptional("spare", fails)
	if w := probe(h, "/readyz"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"spare":"unavailable"`) {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
}

func TestLivenessAsksNoDependency(t *testing.T) {
	h := New()
	h.Add("it", func(context.Context) error {
		t.Error("a dependency was asked")
		return nil
	})
	h.Drain()
	if w := probe(h, "/livez"); w.Code != http.StatusOK {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
}

func TestDrainingIsNotReady(t *testing.T) {
	h := New()
	h.Drain()
	if w := probe(h, "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
}
