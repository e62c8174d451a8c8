package health

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestDetailsStandBesideTheChecksAsFarAsTheyCanBeHad(t *testing.T) {
	h := New()
	h.Add("it", works)
	h.AddDetail("it", func(context.Context) (any, error) { return map[string]int{"waiting": 3}, nil })
	h.AddDetail("other", func(context.Context) (any, error) { return nil, errors.New("secret host is down") })
	want := `{"status":"ok","checks":{"it":"ok"},"details":{"it":{"waiting":3}}}`
	if w := probe(h, "/readyz"); strings.TrimSpace(w.Body.String()) != want {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
	if w := probe(h, "/livez"); strings.Contains(w.Body.String(), "details") {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
}
