package auth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Secret is what tokens are signed with by HS256: at least as long as its hash, or it would be the weaker one.
type Secret string

// UnmarshalText reads a secret.
func (s *Secret) UnmarshalText(text []byte) error {
	if *s = Secret(text); len(text) > 0 && len(text) < 32 {
		return errors.New("has fewer than 32 bytes; make one with: openssl rand -base64 32")
	}
	return nil
}

// KeySetURL is where a provider publishes its keys (JWKS).
type KeySetURL string

// UnmarshalText reads an address.
func (k *KeySetURL) UnmarshalText(text []byte) error {
	*k = KeySetURL(text)
	u, err := url.Parse(string(text))
	if len(text) > 0 && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return fmt.Errorf("%q is no URL such as https://id.example.com/.well-known/jwks.json", text)
	}
	return nil
}

// Tokens says which tokens to trust: those signed with a secret or with a key of a provider, never both. With neither
// none are.
type Tokens struct {
	Secret   Secret
	KeySet   KeySetURL
	Issuer   string
	Audience string
}

func (t Tokens) check() error {
	var faults []error
	if t.Secret != "" && t.KeySet != "" {
		faults = append(faults, errors.New("AUTH_JWT_SECRET and AUTH_JWKS_URL exclude each other"))
	}
	if t.Secret != "" || t.KeySet != "" {
		if t.Issuer == "" {
			faults = append(faults, errors.New("AUTH_JWT_ISSUER: tokens are trusted only from one issuer"))
		}
		if t.Audience == "" {
			faults = append(faults, errors.New("AUTH_JWT_AUDIENCE: tokens are trusted only for one audience"))
		}
	}
	return errors.Join(faults...)
}

// verifier checks tokens. The algorithm is pinned by what they are checked with, never taken from the token.
type verifier struct {
	key    func(context.Context, *jwt.Token) (any, error) // nil when no tokens are trusted
	parser *jwt.Parser
	stop   func()
}

func newVerifier(t Tokens) (*verifier, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	v := &verifier{stop: func() {}}
	var algorithms []string
	switch {
	case t.Secret != "":
		algorithms = []string{"HS256"}
		v.key = func(context.Context, *jwt.Token) (any, error) { return []byte(t.Secret), nil }
	case t.KeySet != "":
		algorithms = []string{"RS256", "PS256", "ES256", "EdDSA"}
		ctx, stop := context.WithCancel(context.Background())
		v.key, v.stop = readKeySet(ctx, t.KeySet).key, stop
	}
	v.parser = jwt.NewParser(
		jwt.WithValidMethods(algorithms),
		jwt.WithIssuer(t.Issuer),
		jwt.WithAudience(t.Audience),
		jwt.WithExpirationRequired(),
		jwt.WithLeeway(10*time.Second), // clocks differ
	)
	return v, nil
}

// claims are what is read of a token besides its validity.
type claims struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"` // RFC 8693
}

// verify is whom a token was given to.
func (v *verifier) verify(ctx context.Context, token string) (Caller, error) {
	if v.key == nil {
		return Caller{}, errRefused
	}
	var c claims
	var away error // why the key could not be had, if that is not the token's fault
	_, err := v.parser.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		key, err := v.key(ctx, t)
		if err != nil && !errors.Is(err, errRefused) {
			away = err
		}
		return key, err
	})
	switch {
	case away != nil:
		return Caller{}, away
	case err != nil || c.Subject == "":
		return Caller{}, errRefused
	}
	return Caller{Kind: User, ID: c.Subject, Scopes: strings.Fields(c.Scope)}, nil
}
