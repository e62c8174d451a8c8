package booking

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"everything/internal/platform/httpx"
)

const home = "/api/v1/bookings"

// required are the fields that a new booking must have.
var required = []string{
	"customer_email",
	"date",
}

// api is the module behind HTTP, on a database of its own.
type api struct {
	t *testing.T
	h http.Handler
}

func newAPI(t *testing.T) api {
	mux := http.NewServeMux()
	New(newStore(t)).Routes(mux)
	httpx.NotFound(mux)
	return api{t, httpx.Chain(mux, httpx.RequestID, httpx.Recover)}
}

// call sends a request and fails unless the answer has this status. header holds names and values by turns.
func (a api) call(want int, method, path string, body any, header ...string) *httptest.ResponseRecorder {
	a.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	for pair := range slices.Chunk(header, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	w := httptest.NewRecorder()
	a.h.ServeHTTP(w, r)
	if w.Code != want {
		a.t.Fatalf("%s %s %s: got %d, want %d: %s", method, path, text, w.Code, want, w.Body)
	}
	return w
}

// create stores the i-th example and returns where it is.
func (a api) create(i int) string {
	a.t.Helper()
	return a.call(http.StatusCreated, http.MethodPost, home, example(i)).Header().Get("Location")
}

// object is a JSON object.
type object map[string]any

func decode[T any](t *testing.T, data []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// fields is a draft as JSON has it.
func fields(t *testing.T, d Draft) object {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return decode[object](t, text)
}

func TestCreateThenRead(t *testing.T) {
	a := newAPI(t)
	created := a.call(http.StatusCreated, http.MethodPost, home, example(0))
	read := a.call(http.StatusOK, http.MethodGet, created.Header().Get("Location"), nil)
	if created.Body.String() != read.Body.String() {
		t.Errorf("created %s, read %s", created.Body, read.Body)
	}
	got := decode[object](t, read.Body.Bytes())
	for name, want := range fields(t, example(0)) {
		if got[name] != want {
			t.Errorf("%s: sent %v, got %v", name, want, got[name])
		}
	}
}

func TestCreateNamesEachFaultyField(t *testing.T) {
	a := newAPI(t)
	for _, name := range required {
		body := fields(t, example(0))
		delete(body, name)
		if w := a.call(http.StatusUnprocessableEntity, http.MethodPost, home, body); !strings.Contains(w.Body.String(), `"`+name+`"`) {
			t.Errorf("without %s: %s", name, w.Body)
		}
	}
	body := fields(t, example(0))
	body["no_such_field"] = 1
	if w := a.call(http.StatusUnprocessableEntity, http.MethodPost, home, body); !strings.Contains(w.Body.String(), "no_such_field") {
		t.Errorf("an unknown field: %s", w.Body)
	}
}

func TestReadKnowsWhatTheClientHas(t *testing.T) {
	a := newAPI(t)
	path := a.create(0)
	tag := a.call(http.StatusOK, http.MethodGet, path, nil).Header().Get("ETag")
	a.call(http.StatusNotModified, http.MethodGet, path, nil, "If-None-Match", tag)
	a.call(http.StatusOK, http.MethodPatch, path, fields(t, example(1)))
	a.call(http.StatusOK, http.MethodGet, path, nil, "If-None-Match", tag)
}

func TestPatchChangesWhatItNames(t *testing.T) {
	a := newAPI(t)
	path := a.create(0)
	for name, want := range fields(t, example(1)) {
		changed := a.call(http.StatusOK, http.MethodPatch, path, object{name: want})
		read := a.call(http.StatusOK, http.MethodGet, path, nil)
		if changed.Body.String() != read.Body.String() || decode[object](t, read.Body.Bytes())[name] != want {
			t.Errorf("%s: sent %v, answered %s, stored %s", name, want, changed.Body, read.Body)
		}
	}
	for _, name := range required {
		a.call(http.StatusUnprocessableEntity, http.MethodPatch, path, object{name: nil})
	}
}

func TestStaleChangesAreRefused(t *testing.T) {
	a := newAPI(t)
	path := a.create(0)
	tag := a.call(http.StatusOK, http.MethodGet, path, nil).Header().Get("ETag")
	a.call(http.StatusOK, http.MethodPatch, path, fields(t, example(1)), "If-Match", tag)
	a.call(http.StatusPreconditionFailed, http.MethodPatch, path, fields(t, example(2)), "If-Match", tag)
	a.call(http.StatusPreconditionFailed, http.MethodDelete, path, nil, "If-Match", tag)
}

func TestDeletedIsGone(t *testing.T) {
	a := newAPI(t)
	path := a.create(0)
	a.call(http.StatusNoContent, http.MethodDelete, path, nil)
	a.call(http.StatusNotFound, http.MethodGet, path, nil)
	a.call(http.StatusNotFound, http.MethodPatch, path, object{})
	a.call(http.StatusNotFound, http.MethodDelete, path, nil)
	a.call(http.StatusNotFound, http.MethodGet, home+"/no-id", nil)
}

func TestListsArePagedInEveryOrder(t *testing.T) {
	a := newAPI(t)
	const rows = 7
	for i := range rows {
		a.create(i)
	}
	for _, field := range append(slices.Collect(maps.Keys(listed)), "id") {
		up, down := a.walk("sort="+field), a.walk("sort=-"+field)
		slices.Reverse(down)
		if len(up) != rows || !slices.Equal(up, down) {
			t.Errorf("sort by %s: up %v, down reversed %v", field, up, down)
		}
	}
}

// walk reads a list to its end, two items at a time, and returns their ids.
func (a api) walk(query string) []any {
	a.t.Helper()
	var ids []any
	for cursor := ""; ; {
		w := a.call(http.StatusOK, http.MethodGet, home+"?limit=2&"+query+cursor, nil)
		page := decode[struct {
			Items      []object `json:"items"`
			NextCursor string   `json:"next_cursor"`
		}](a.t, w.Body.Bytes())
		for _, item := range page.Items {
			ids = append(ids, item["id"])
		}
		if page.NextCursor == "" {
			return ids
		}
		cursor = "&cursor=" + url.QueryEscape(page.NextCursor)
	}
}

func TestListsAreFiltered(t *testing.T) {
	a := newAPI(t)
	row := Booking{Draft: example(1)}
	a.create(0)
	path := a.create(1)
	for name, field := range listed {
		ids := a.walk(name + "=" + url.QueryEscape(fmt.Sprint(field.Of(row))))
		if !slices.Contains(ids, any(strings.TrimPrefix(path, home+"/"))) {
			t.Errorf("filter by %s: %v", name, ids)
		}
	}
}

func TestListsRefuseWhatTheyDoNotKnow(t *testing.T) {
	a := newAPI(t)
	for _, query := range []string{"limit=0", "limit=101", "limit=x", "sort=no_such_field", "no_such_field=1", "cursor=x", "limit=1&limit=2"} {
		a.call(http.StatusBadRequest, http.MethodGet, home+"?"+query, nil)
	}
}
