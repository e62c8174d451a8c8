package auth

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// command runs a command that must succeed, and returns what it printed.
func (k Keys) command(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := k.Command(t.Context(), args, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestKeysAreMadeListedAndRevokedByCommands(t *testing.T) {
	a := newAuth(t, Tokens{})
	key := strings.TrimSpace(a.Keys.command(t, "create", "-scopes", "read admin", "-expires", "1h", "ci"))
	if w := call(api(a), http.MethodGet, "/scope", "X-API-Key", key); w.Code != http.StatusNoContent {
		t.Errorf("a new key: got %d", w.Code)
	}
	id := key[:idLength]
	list := a.Keys.command(t, "list")
	for _, word := range []string{id, "ci", "read admin"} {
		if !strings.Contains(list, word) {
			t.Errorf("the list lacks %s:\n%s", word, list)
		}
	}
	if strings.Contains(list, key) {
		t.Errorf("the list shows the key:\n%s", list)
	}
	a.Keys.command(t, "revoke", id)
	if w := call(api(a), http.MethodGet, "/scope", "X-API-Key", key); w.Code != http.StatusUnauthorized {
		t.Errorf("a revoked key: got %d", w.Code)
	}
}

func TestCommandsThatMakeNoSenseSayHow(t *testing.T) {
	keys := newAuth(t, Tokens{}).Keys
	for _, args := range [][]string{
		{}, {"create"}, {"create", " "}, {"create", strings.Repeat("x", 201)}, {"create", "a", "b"}, {"create", "-expires", "soon", "a"}, {"create", "-expires", "-1h", "a"}, {"list", "all"},
		{"revoke"}, {"revoke", "ak_unknown"},
	} {
		var out bytes.Buffer
		if err := keys.Command(t.Context(), args, &out); err == nil || !strings.Contains(err.Error(), "apikey") || out.Len() > 0 {
			t.Errorf("%q: got %v, printed %q", args, err, &out)
		}
	}
}
