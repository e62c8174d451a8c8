package auth

import (
	"net/http"
	"slices"

	"everything/internal/platform/httpx"
	"everything/internal/platform/problem"
)

// Access says who may use routes.
type Access int

// The kinds of access. What is not said otherwise needs a caller.
const (
	Required        Access = iota // only callers that are known
	RequiredToWrite               // anybody may read (GET and HEAD); the rest needs a caller
	Public                        // anybody
)

// Guard is a mux whose routes let in whom access does. A credential that is not valid is refused by all of them, so that
// a client learns of it.
func Guard(mux httpx.Mux, access Access) httpx.Mux { return guard{mux, access} }

type guard struct {
	mux    httpx.Mux
	access Access
}

// Handle registers a handler behind the guard.
func (g guard) Handle(pattern string, h http.Handler) {
	g.mux.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, is := CallerFrom(r.Context()); !is && (Refused(r.Context()) || !g.access.open(r.Method)) {
			unauthorized(w, r)
			return
		}
		h.ServeHTTP(w, r)
	}))
}

// open reports whether a request of this method needs no caller.
func (a Access) open(method string) bool {
	return a == Public || a == RequiredToWrite && (method == http.MethodGet || method == http.MethodHead)
}

// Scope lets only callers with a scope use a handler, whatever the access of its module is:
//
//	mux.Handle("DELETE /api/v1/products/{id}", auth.Scope("admin", httpx.Handler(m.handleDelete)))
func Scope(scope string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, is := CallerFrom(r.Context())
		switch {
		case !is:
			unauthorized(w, r)
		case !slices.Contains(caller.Scopes, scope):
			w.Header().Set("WWW-Authenticate", challenge+`, error="insufficient_scope", scope="`+scope+`"`)
			problem.Write(w, problem.New(http.StatusForbidden, "this needs the scope "+scope))
		default:
			h.ServeHTTP(w, r)
		}
	})
}

const challenge = `Bearer realm="everything"`

// unauthorized answers in the same words whatever is wrong with a credential.
func unauthorized(w http.ResponseWriter, r *http.Request) {
	bearer, detail := challenge, "this needs an API key or a token"
	if Refused(r.Context()) {
		bearer, detail = challenge+`, error="invalid_token"`, "the API key or token is not valid"
	}
	w.Header().Set("WWW-Authenticate", bearer)
	w.Header().Add("WWW-Authenticate", `ApiKey realm="everything"`)
	problem.Write(w, problem.New(http.StatusUnauthorized, detail))
}
