package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// visitor is who sends a request: a caller that is known, one with a credential that is not valid, or nobody in particular.
type visitor struct {
	kind, id  string // of a caller: "key" or "user", and which
	presented bool   // there is a credential
	reason    string // why it is not valid; nobody is told
}

func (v visitor) known() bool { return v.id != "" }

// auth knows callers.
type auth struct {
	keys                     *keyFile
	secret, issuer, audience string

	find    func(key string) visitor
	schemes []string                              // of Authorization, in which a key is taken
	signed  func(header, text, sign string) bool  // the signature of a token is right
	timely  func(c claims) bool                   // a token is for now
	ours    func(c claims) bool                   // it is from the issuer and for the audience
	closed  func(r *http.Request, v visitor) bool // a route of a module refuses a visitor
	detail  func(v visitor) string                // what who is refused is told
}

func newAuth(setting func(string) string) *auth {
	a := &auth{
		keys: &keyFile{setting("KEYS")}, secret: setting("AUTH_JWT_SECRET"),
		issuer: setting("AUTH_JWT_ISSUER"), audience: setting("AUTH_JWT_AUDIENCE"),
		schemes: []string{"apikey", "bearer"},
	}
	a.find = a.keys.find
	a.signed, a.timely, a.ours = a.rightlySigned, claims.now, a.forUs
	a.closed = func(_ *http.Request, v visitor) bool { return !v.known() }
	a.detail = func(v visitor) string {
		if v.presented {
			return "the key or token is not valid"
		}
		return "this needs a key or a token"
	}
	return a
}

// visitor reads the credential of a request.
func (a *auth) visitor(r *http.Request) visitor {
	if key := r.Header.Get("X-API-Key"); key != "" {
		return a.find(key)
	}
	scheme, credential, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	scheme = strings.ToLower(scheme)
	switch {
	case scheme == "":
		return visitor{}
	case strings.HasPrefix(credential, keyPrefix) && slices.Contains(a.schemes, scheme):
		return a.find(credential)
	case scheme == "bearer":
		return a.token(credential)
	}
	return visitor{presented: true, reason: "unknown scheme"}
}

// claims are those of a token.
type claims struct {
	Issuer    string   `json:"iss"`
	Audience  audience `json:"aud"`
	Subject   string   `json:"sub"`
	Expires   int64    `json:"exp"`
	NotBefore int64    `json:"nbf"`
}

// audience is one text or several.
type audience []string

func (a *audience) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(a))
}

func (a *auth) token(text string) visitor {
	refused := visitor{presented: true, reason: "token"}
	parts := strings.Split(text, ".")
	if len(parts) != 3 || !a.signed(parts[0], parts[0]+"."+parts[1], parts[2]) {
		return refused
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	var c claims
	if err != nil || json.Unmarshal(body, &c) != nil || c.Subject == "" || !a.timely(c) || !a.ours(c) {
		return refused
	}
	return visitor{kind: "user", id: c.Subject, presented: true}
}

// rightlySigned knows one algorithm, whatever the token says, and refuses a token that says another.
func (a *auth) rightlySigned(header, text, sign string) bool {
	return algorithm(header) == "HS256" && a.signature(text) == sign
}

func (a *auth) signature(text string) string {
	mac := hmac.New(sha256.New, []byte(a.secret))
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func algorithm(header string) string {
	var h struct{ Alg string }
	text, err := base64.RawURLEncoding.DecodeString(header)
	if err != nil || json.Unmarshal(text, &h) != nil {
		return ""
	}
	return h.Alg
}

func (c claims) now() bool {
	now := time.Now().Unix()
	return c.Expires > now && c.NotBefore <= now
}

func (a *auth) forUs(c claims) bool {
	return c.Issuer == a.issuer && slices.Contains(c.Audience, a.audience)
}

// admit refuses whom a route does not let in.
func (s *server) admit(r *http.Request, v visitor) error {
	if !s.ofModule(r.URL.Path) || !s.auth.closed(r, v) {
		return nil
	}
	return newProblem(http.StatusUnauthorized, s.auth.detail(v))
}

func (s *server) ofModule(path string) bool {
	return strings.HasPrefix(path, jobsPath+"/") || slices.ContainsFunc(s.modules, func(m module) bool {
		return path == m.path || strings.HasPrefix(path, m.path+"/")
	})
}
