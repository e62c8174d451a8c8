package ratelimit

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"everything/internal/platform/auth"
	"everything/internal/platform/httpx"
)

const secret = "a secret of at least thirty-two bytes"

// known is an API as the program puts it together: an address may make 3 requests, a user 5.
func known(t *testing.T) http.Handler {
	t.Helper()
	a, err := auth.New(nil, auth.Tokens{Secret: secret, Issuer: "test", Audience: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	mux := http.NewServeMux()
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	auth.Guard(mux, auth.Public).Handle("/", answer)
	l := New(InMemory(), Rates{IP: Rate{3, time.Minute}, User: Rate{5, time.Minute}, Key: Rate{7, time.Hour}}, 0)
	return httpx.Chain(mux, l.Guesses, a.Identify, l.Limit)
}

// as sends a request with a token for a user; a secret other than the right one makes it a forged one.
func as(t *testing.T, h http.Handler, user, secret string) *httptest.ResponseRecorder {
	t.Helper()
	claims := jwt.MapClaims{"iss": "test", "aud": "test", "sub": user, "exp": time.Now().Add(time.Minute).Unix()}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return send(h, "192.0.2.1:4711", "/", "Authorization", "Bearer "+token)
}

func TestAUserHasALimitOfTheirOwn(t *testing.T) {
	h := known(t)
	for range 4 {
		send(h, "192.0.2.1:4711", "/") // somebody else at the address has used it up
	}
	for i := range 5 {
		w := as(t, h, "ada", secret)
		if w.Code != http.StatusNoContent || w.Header().Get("RateLimit-Policy") != `"user";q=5;w=60` {
			t.Errorf("request %d: got %d %v", i, w.Code, w.Header())
		}
	}
	if w := as(t, h, "ada", secret); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("over the limit: got %d", w.Code)
	}
	if w := as(t, h, "bob", secret); w.Code != http.StatusNoContent {
		t.Errorf("another user: got %d", w.Code)
	}
}

func TestAKeyHasALimitOfItsOwn(t *testing.T) {
	l := New(InMemory(), Rates{Key: Rate{7, time.Hour}}, 0)
	if p := l.callerPolicy(auth.Caller{Kind: auth.Key, ID: "ak_1"}); p != (policy{"key", Rate{7, time.Hour}}) {
		t.Errorf("got %v", p)
	}
}

func TestForgedCredentialsCountForTheirAddress(t *testing.T) {
	h := known(t)
	for i := range 3 {
		w := as(t, h, fmt.Sprint("user ", i), "another secret of thirty-two bytes!")
		if w.Code != http.StatusUnauthorized || w.Header().Get("RateLimit-Policy") != `"ip";q=3;w=60` {
			t.Errorf("request %d: got %d %v", i, w.Code, w.Header())
		}
	}
	if w := as(t, h, "user 4", "another secret of thirty-two bytes!"); w.Code != http.StatusTooManyRequests {
		t.Errorf("one more: got %d", w.Code)
	}
	if w := send(h, "192.0.2.1:4711", "/"); w.Code != http.StatusTooManyRequests {
		t.Errorf("without a credential: got %d", w.Code)
	}
	// The right one is not told from the others any more.
	if w := as(t, h, "ada", secret); w.Code != http.StatusTooManyRequests {
		t.Errorf("a guess that is right: got %d", w.Code)
	}
	if w := send(h, "192.0.2.2:4711", "/"); w.Code != http.StatusNoContent {
		t.Errorf("another address: got %d", w.Code)
	}
}
