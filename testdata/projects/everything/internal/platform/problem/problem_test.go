package problem

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestErrorsBecomeAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"a problem":                   {New(http.StatusConflict, "taken"), http.StatusConflict},
		"a problem inside an error":   {fmt.Errorf("create: %w", New(http.StatusConflict, "taken")), http.StatusConflict},
		"invalid fields":              {Faults{Fault{"name", "is required"}}.Err(), http.StatusUnprocessableEntity},
		"a dependency that is down":   {fmt.Errorf("%w: secret host", ErrUnavailable), http.StatusServiceUnavailable},
		"a deadline":                  {context.DeadlineExceeded, http.StatusServiceUnavailable},
		"anything else is our matter": {errors.New("secret host"), http.StatusInternalServerError},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			w.Header().Set("X-Request-Id", "abc")
			Write(w, c.err)
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			if w.Code != c.want || p.Status != c.want || p.Title == "" || p.RequestID != "abc" {
				t.Errorf("got %d: %s", w.Code, w.Body)
			}
			if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("got %s", kind)
			}
			if strings.Contains(w.Body.String(), "secret") {
				t.Errorf("the answer tells too much: %s", w.Body)
			}
		})
	}
}
