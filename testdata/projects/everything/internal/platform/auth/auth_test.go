package auth

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"everything/internal/platform/db"
	"everything/internal/platform/httpx"
)

// api has a route for each kind of access. Every one answers 204 and who called.
func api(a *Auth) http.Handler {
	mux := http.NewServeMux()
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, _ := CallerFrom(r.Context())
		w.Header().Set("X-Seen", caller.ID)
		w.WriteHeader(http.StatusNoContent)
	})
	for path, access := range map[string]Access{"/required": Required, "/writes": RequiredToWrite, "/public": Public} {
		Guard(mux, access).Handle(path, answer)
	}
	Guard(mux, Public).Handle("/scope", Scope("admin", answer))
	return httpx.Chain(mux, httpx.RequestID, a.Identify)
}

// call sends a request with headers, names and values by turns.
func call(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func newAuth(t *testing.T, tokens Tokens) *Auth {
	t.Helper()
	a, err := New(testDB(t), tokens)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

func (k Keys) mustCreate(t *testing.T, expires *time.Time, scopes ...string) (APIKey, string) {
	t.Helper()
	kept, key, err := k.Create(t.Context(), "test", scopes, expires)
	if err != nil {
		t.Fatal(err)
	}
	return kept, key
}

func TestAKeyIsTakenFromEachOfItsHeaders(t *testing.T) {
	a := newAuth(t, Tokens{})
	kept, key := a.Keys.mustCreate(t, nil)
	for _, header := range [][]string{
		{"X-API-Key", key},
		{"Authorization", "ApiKey " + key},
		{"Authorization", "Bearer " + key},
		{"Authorization", "bearer  " + key},
	} {
		w := call(api(a), http.MethodGet, "/required", header...)
		if w.Code != http.StatusNoContent || w.Header().Get("X-Seen") != kept.ID {
			t.Errorf("%q: got %d, seen as %q", header, w.Code, w.Header().Get("X-Seen"))
		}
		if got := w.Header().Get("X-Caller"); got != "key:"+kept.ID {
			t.Errorf("%q: the log will name the caller %q", header, got)
		}
	}
}

func TestEveryRefusalReadsTheSame(t *testing.T) {
	a := newAuth(t, Tokens{})
	past := time.Now().UTC().Add(-time.Second).Truncate(time.Microsecond)
	_, valid := a.Keys.mustCreate(t, nil)
	_, expired := a.Keys.mustCreate(t, &past)
	kept, revoked := a.Keys.mustCreate(t, nil)
	if done, err := a.Keys.Revoke(t.Context(), kept.ID); err != nil || !done {
		t.Fatal(done, err)
	}
	other := keyPrefix + chance()[:idLength-len(keyPrefix)] + "_" + chance()
	first := ""
	for name, header := range map[string][]string{
		"an unknown key":         {"X-API-Key", other},
		"another secret":         {"X-API-Key", valid[:idLength+1] + chance()},
		"an expired key":         {"X-API-Key", expired},
		"a revoked key":          {"X-API-Key", revoked},
		"no key at all":          {"X-API-Key", ""},
		"bytes that are no text": {"X-API-Key", strings.Repeat("\xff", keyLength)},
		"an id alone":            {"X-API-Key", kept.ID},
		"a name and a password":  {"Authorization", "Basic YTpi"},
		"a token":                {"Authorization", "Bearer a.b.c"},
		"two credentials":        {"X-API-Key", valid, "Authorization", "ApiKey " + valid},
		"one credential twice":   {"X-API-Key", valid, "X-API-Key", valid},
	} {
		for _, path := range []string{"/required", "/writes", "/public"} {
			w := call(api(a), http.MethodGet, path, append(header, "X-Request-Id", "same")...)
			if w.Code != http.StatusUnauthorized || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s on %s: got %d %s", name, path, w.Code, w.Header())
			}
			got := w.Body.String() + strings.Join(w.Header().Values("WWW-Authenticate"), "; ")
			if first == "" {
				first = got
			}
			if got != first || !strings.Contains(got, "Bearer") || !strings.Contains(got, "ApiKey") {
				t.Errorf("%s on %s: got %s where another refusal says %s", name, path, got, first)
			}
		}
	}
}

func TestAccessSaysWhoNeedsToBeKnown(t *testing.T) {
	a := newAuth(t, Tokens{})
	_, key := a.Keys.mustCreate(t, nil)
	for _, c := range []struct {
		method, path string
		want         int // without a key
	}{
		{http.MethodGet, "/required", 401},
		{http.MethodPost, "/required", 401},
		{http.MethodGet, "/writes", 204},
		{http.MethodHead, "/writes", 204},
		{http.MethodPost, "/writes", 401},
		{http.MethodDelete, "/writes", 401},
		{http.MethodDelete, "/public", 204},
	} {
		if w := call(api(a), c.method, c.path); w.Code != c.want || (c.want == 401) != (w.Header().Get("WWW-Authenticate") != "") {
			t.Errorf("%s %s: got %d %s", c.method, c.path, w.Code, w.Header())
		}
		if w := call(api(a), c.method, c.path, "X-API-Key", key); w.Code != 204 {
			t.Errorf("%s %s with a key: got %d", c.method, c.path, w.Code)
		}
	}
}

func TestAScopeIsNeededWhereARouteSaysSo(t *testing.T) {
	a := newAuth(t, Tokens{})
	_, plain := a.Keys.mustCreate(t, nil, "administrator")
	_, admin := a.Keys.mustCreate(t, nil, "read", "admin")
	if w := call(api(a), http.MethodGet, "/scope"); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody: got %d", w.Code)
	}
	w := call(api(a), http.MethodGet, "/scope", "X-API-Key", plain)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Header().Get("WWW-Authenticate"), `error="insufficient_scope", scope="admin"`) {
		t.Errorf("without the scope: got %d %s", w.Code, w.Header())
	}
	if w := call(api(a), http.MethodGet, "/scope", "X-API-Key", admin); w.Code != http.StatusNoContent {
		t.Errorf("with the scope: got %d", w.Code)
	}
}

func TestOnlyAHashOfAKeyIsStored(t *testing.T) {
	a := newAuth(t, Tokens{})
	kept, key := a.Keys.mustCreate(t, nil)
	var stored string
	found, err := a.Keys.db.Get(t.Context(), func(row db.Row) error { return row.Scan(&stored) },
		`SELECT "hash" FROM "auth_api_keys" WHERE "id" = $1`, kept.ID)
	if err != nil || !found || stored != hash(key) || strings.Contains(stored, key[idLength+1:]) {
		t.Errorf("stored %q, %v", stored, err)
	}
}
