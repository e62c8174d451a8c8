package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// provider is an identity provider: it signs tokens, and publishes the keys to check them with.
type provider struct {
	t    *testing.T
	url  string
	down atomic.Bool
	mu   sync.Mutex
	keys map[string]*signer
}

func startProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{t: t, keys: map[string]*signer{}}
	server := httptest.NewServer(http.HandlerFunc(p.answer))
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p *provider) answer(w http.ResponseWriter, _ *http.Request) {
	if p.down.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	set := []map[string]string{}
	for name, s := range p.keys {
		point := s.point()
		set = append(set, map[string]string{
			"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": name, "x": coded(point[1:33]), "y": coded(point[33:]),
		})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"keys": set}) // the program tells
}

// publish adds a key.
func (p *provider) publish(name string) *signer {
	p.t.Helper()
	s := newSigner(p.t, name)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys[name] = s
	return s
}

func (p *provider) withdraw(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.keys, name)
}

// claims are what a token says, or with nil does not.
type claims map[string]any

// signer signs tokens with a key of its own. It is written without the library that projects check them with.
type signer struct {
	t    *testing.T
	name string
	key  *ecdsa.PrivateKey
}

func newSigner(t *testing.T, name string) *signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &signer{t, name, key}
}

// point is the public key: 4, x and y.
func (s *signer) point() []byte {
	point, err := s.key.PublicKey.Bytes()
	if err != nil {
		s.t.Error(err)
	}
	return point
}

// token is a token that holds, with changes.
func (s *signer) token(changes claims) string {
	text := s.head("ES256", changes)
	sum := sha256.Sum256([]byte(text))
	r, v, err := ecdsa.Sign(rand.Reader, s.key, sum[:])
	if err != nil {
		s.t.Fatal(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	v.FillBytes(signature[32:])
	return text + "." + coded(signature)
}

// unsigned is a token that says it needs no signature.
func (s *signer) unsigned(changes claims) string { return s.head("none", changes) + "." }

// confused is a token that is signed with the public key, as if that were a secret.
func (s *signer) confused(changes claims) string {
	text := s.head("HS256", changes)
	mac := hmac.New(sha256.New, s.point())
	mac.Write([]byte(text))
	return text + "." + coded(mac.Sum(nil))
}

func (s *signer) head(algorithm string, changes claims) string {
	all := claims{"iss": "https://id.example.com", "aud": "shop", "sub": "ada", "exp": time.Now().Add(time.Minute).Unix()}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == nil })
	text := ""
	for _, part := range []any{map[string]string{"alg": algorithm, "kid": s.name, "typ": "JWT"}, all} {
		data, err := json.Marshal(part)
		if err != nil {
			s.t.Fatal(err)
		}
		if text != "" {
			text += "."
		}
		text += coded(data)
	}
	return text
}

func coded(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
