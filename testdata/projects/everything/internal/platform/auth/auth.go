// Package auth knows who calls: by an API key, or by a token (JWT) of an identity provider.
package auth

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"everything/internal/platform/db"
	"everything/internal/platform/problem"
)

// Caller is who sends a request.
type Caller struct {
	Kind   Kind
	ID     string   // of the key, or the subject of the token
	Scopes []string // what it may do beyond the routes that are open to every caller
}

// Kind is how a caller is known.
type Kind string

// Callers are known by an API key, or as the user that a token was given to.
const (
	Key  Kind = "key"
	User Kind = "user"
)

func (c Caller) String() string { return string(c.Kind) + ":" + c.ID }

// Auth identifies callers.
type Auth struct {
	Keys   Keys
	tokens *verifier
}

// New identifies callers by the keys in a database and by tokens.
func New(d *db.DB, tokens Tokens) (*Auth, error) {
	v, err := newVerifier(tokens)
	return &Auth{Keys{d}, v}, err
}

// Close ends the reading of the provider's keys.
func (a *Auth) Close() { a.tokens.stop() }

// errRefused is all that a credential can be told: a reason would tell which keys there are.
var errRefused = errors.New("the credential is not valid")

type contextKey struct{}

// known is what Identify found out about a request.
type known struct {
	caller  Caller
	refused bool // it had a credential that is not valid
}

// CallerFrom is who sent the request of this context; false is nobody in particular.
func CallerFrom(ctx context.Context) (Caller, bool) {
	k, is := ctx.Value(contextKey{}).(known)
	return k.caller, is && !k.refused
}

// Refused reports whether the request of this context had a credential that is not valid.
func Refused(ctx context.Context) bool {
	k, _ := ctx.Value(contextKey{}).(known)
	return k.refused
}

// anybody are the paths at which no credential is looked at: a probe must not wait for the database.
var anybody = []string{"/livez", "/readyz", "/openapi.json"}

// Identify finds out who calls. Routes refuse whom they do not let in; X-Caller in the answer says who that was.
func (a *Auth) Identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Authorization, X-API-Key")
		if !Presented(r) || slices.Contains(anybody, r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		caller, err := a.identify(r)
		switch {
		case err == nil:
			w.Header().Set("X-Caller", caller.String())
		case !errors.Is(err, errRefused):
			problem.Write(w, err) // it could not be looked up
			return
		}
		ctx := context.WithValue(r.Context(), contextKey{}, known{caller, err != nil})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Presented reports whether a request has a credential, valid or not.
func Presented(r *http.Request) bool {
	return len(r.Header.Values("X-API-Key")) > 0 || len(r.Header.Values("Authorization")) > 0
}

// identify reads X-API-Key: KEY, Authorization: ApiKey KEY, or Authorization: Bearer KEY-OR-TOKEN. A request with more
// than one credential is refused, as it would be up to chance who it is from.
func (a *Auth) identify(r *http.Request) (Caller, error) {
	keys, others := r.Header.Values("X-API-Key"), r.Header.Values("Authorization")
	if len(keys)+len(others) != 1 {
		return Caller{}, errRefused
	}
	if len(keys) == 1 {
		return a.Keys.find(r.Context(), keys[0])
	}
	scheme, credential, _ := strings.Cut(others[0], " ")
	credential = strings.TrimSpace(credential)
	switch scheme = strings.ToLower(scheme); {
	case scheme == "apikey", scheme == "bearer" && strings.HasPrefix(credential, keyPrefix):
		return a.Keys.find(r.Context(), credential)
	case scheme == "bearer":
		return a.tokens.verify(r.Context(), credential)
	}
	return Caller{}, errRefused
}
