package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const secret = "a secret of at least thirty-two bytes"

var trusted = Tokens{Secret: secret, Issuer: "https://id.example.com", Audience: "shop"}

// good are claims that hold, with changes.
func good(changes jwt.MapClaims) jwt.MapClaims {
	claims := jwt.MapClaims{
		"iss": trusted.Issuer, "aud": trusted.Audience, "sub": "ada", "scope": "read admin",
		"exp": time.Now().Add(time.Minute).Unix(),
	}
	for name, value := range changes {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	return claims
}

func signed(t *testing.T, method jwt.SigningMethod, kid string, key any, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	if kid != "" {
		token.Header["kid"] = kid
	}
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestATokenIsTakenOnlyIfAllOfItHolds(t *testing.T) {
	a := newAuth(t, trusted)
	ago := time.Now().Add(-time.Minute).Unix()
	ahead := time.Now().Add(time.Minute).Unix()
	hs256 := func(changes jwt.MapClaims) string {
		return signed(t, jwt.SigningMethodHS256, "", []byte(secret), good(changes))
	}
	for name, c := range map[string]struct {
		token string
		want  int
	}{
		"one that holds":             {hs256(nil), 204},
		"one for several audiences":  {hs256(jwt.MapClaims{"aud": []string{"other", "shop"}}), 204},
		"an expired one":             {hs256(jwt.MapClaims{"exp": ago}), 401},
		"one that never expires":     {hs256(jwt.MapClaims{"exp": nil}), 401},
		"one from another issuer":    {hs256(jwt.MapClaims{"iss": "https://evil.example"}), 401},
		"one from nobody":            {hs256(jwt.MapClaims{"iss": nil}), 401},
		"one for another audience":   {hs256(jwt.MapClaims{"aud": "other"}), 401},
		"one for no audience":        {hs256(jwt.MapClaims{"aud": nil}), 401},
		"one that is not valid yet":  {hs256(jwt.MapClaims{"nbf": ahead}), 401},
		"one about nobody":           {hs256(jwt.MapClaims{"sub": nil}), 401},
		"one with another secret":    {signed(t, jwt.SigningMethodHS256, "", []byte(secret+"x"), good(nil)), 401},
		"one without a signature":    {signed(t, jwt.SigningMethodNone, "", jwt.UnsafeAllowNoneSignatureType, good(nil)), 401},
		"one with another algorithm": {signed(t, jwt.SigningMethodHS512, "", []byte(secret), good(nil)), 401},
		"one whose end is cut":       {hs256(nil)[:100], 401},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(api(a), http.MethodGet, "/scope", "Authorization", "Bearer "+c.token)
			if w.Code != c.want || (w.Header().Get("X-Caller") == "user:ada") != (c.want == 204) {
				t.Errorf("got %d, caller %q", w.Code, w.Header().Get("X-Caller"))
			}
		})
	}
}

// provider publishes the public halves of keys, by their names.
type provider struct {
	*httptest.Server
	keys atomic.Value // map[string]*ecdsa.PrivateKey
	down atomic.Bool
}

func startProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{}
	p.keys.Store(map[string]*ecdsa.PrivateKey{})
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if p.down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		set := []map[string]string{}
		for name, key := range p.keys.Load().(map[string]*ecdsa.PrivateKey) {
			point, err := key.PublicKey.Bytes() // 4, then x and y
			if err != nil {
				t.Error(err)
				return
			}
			set = append(set, map[string]string{
				"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": name,
				"x": base64.RawURLEncoding.EncodeToString(point[1:33]), "y": base64.RawURLEncoding.EncodeToString(point[33:]),
			})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": set}) // the client tells
	}))
	t.Cleanup(p.Close)
	return p
}

// rotate publishes one more key.
func (p *provider) rotate(t *testing.T, name string) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys := maps.Clone(p.keys.Load().(map[string]*ecdsa.PrivateKey))
	keys[name] = key
	p.keys.Store(keys)
	return key
}

func TestKeysOfAProviderAreFollowedAsTheyRotate(t *testing.T) {
	p := startProvider(t)
	first := p.rotate(t, "first")
	tokens := Tokens{KeySet: KeySetURL(p.URL), Issuer: trusted.Issuer, Audience: trusted.Audience}
	h := api(newAuth(t, tokens))
	status := func(token string) int {
		return call(h, http.MethodGet, "/required", "Authorization", "Bearer "+token).Code
	}
	if got := status(signed(t, jwt.SigningMethodES256, "first", first, good(nil))); got != http.StatusNoContent {
		t.Errorf("the first key: got %d", got)
	}
	second := p.rotate(t, "second")
	if got := status(signed(t, jwt.SigningMethodES256, "second", second, good(nil))); got != http.StatusNoContent {
		t.Errorf("a key that came later: got %d", got)
	}
	for name, token := range map[string]string{
		"another key under a known name": signed(t, jwt.SigningMethodES256, "first", second, good(nil)),
		"a public key as a secret":       signed(t, jwt.SigningMethodHS256, "first", []byte(first.X.String()), good(nil)),
		"no signature":                   signed(t, jwt.SigningMethodNone, "first", jwt.UnsafeAllowNoneSignatureType, good(nil)),
	} {
		if got := status(token); got != http.StatusUnauthorized {
			t.Errorf("%s: got %d", name, got)
		}
	}
}

func TestAProviderThatIsDownIsNoFaultOfTheToken(t *testing.T) {
	p := startProvider(t)
	p.down.Store(true)
	key := p.rotate(t, "first")
	h := api(newAuth(t, Tokens{KeySet: KeySetURL(p.URL), Issuer: trusted.Issuer, Audience: trusted.Audience}))
	header := []string{"Authorization", "Bearer " + signed(t, jwt.SigningMethodES256, "first", key, good(nil))}
	if w := call(h, http.MethodGet, "/required", header...); w.Code != http.StatusServiceUnavailable {
		t.Errorf("got %d", w.Code)
	}
}

func TestTokensNeedAnIssuerAndAnAudience(t *testing.T) {
	for name, tokens := range map[string]Tokens{
		"no issuer":        {Secret: secret, Audience: "shop"},
		"no audience":      {Secret: secret, Issuer: "https://id.example.com"},
		"two kinds of key": {Secret: secret, KeySet: "https://id.example.com", Issuer: "x", Audience: "y"},
	} {
		if _, err := New(nil, tokens); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
