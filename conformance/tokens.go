package conformance

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"time"
)

// tokens are the promises about tokens (JWT) that an identity provider gives.
func tokens() []Check {
	return with([]string{authPiece},
		Check{Name: "a token is taken", run: goodTokens},
		Check{Name: "a token that is not signed with the secret is refused", run: unsignedTokens},
		Check{Name: "a token for another time is refused", run: untimelyTokens},
		Check{Name: "a token from another issuer or for another audience is refused", run: foreignTokens},
	)
}

// The provider that processes are told to trust.
const (
	tokenSecret   = "the secret of tokens in conformance checks"
	tokenIssuer   = "https://id.example"
	tokenAudience = "https://api.example"
)

var tokenSettings = map[string]string{
	"AUTH_JWT_SECRET": tokenSecret, "AUTH_JWT_ISSUER": tokenIssuer, "AUTH_JWT_AUDIENCE": tokenAudience,
}

// claims are those of a good token, with changes; nil takes a claim out.
func claims(changes object) object {
	now := time.Now()
	all := object{"iss": tokenIssuer, "aud": tokenAudience, "sub": "ada", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	for name, value := range changes {
		all[name] = value
		if value == nil {
			delete(all, name)
		}
	}
	return all
}

// unsigned is a token up to its signature.
func unsigned(algorithm string, claims object) string {
	text := ""
	for _, part := range []object{{"alg": algorithm, "typ": "JWT"}, claims} {
		data, _ := bytesOf(part) // texts and numbers always marshal
		text += base64.RawURLEncoding.EncodeToString(data) + "."
	}
	return text
}

// signed is a token with its signature.
func signed(algorithm string, of func() hash.Hash, secret string, claims object) string {
	text := unsigned(algorithm, claims)
	mac := hmac.New(of, []byte(secret))
	mac.Write([]byte(text[:len(text)-1]))
	return text + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// token is one that is signed as it has to be.
func token(changes object) string { return signed("HS256", sha256.New, tokenSecret, claims(changes)) }

// needTokens skips a project whose secret nobody told.
func (t *T) needTokens() {
	if t.target.Start == nil {
		t.Skipf("the secret of tokens is not known")
	}
}

func goodTokens(t *T) {
	t.needTokens()
	for _, changes := range []object{nil, {"aud": []string{"https://other.example", tokenAudience}}, {"nbf": time.Now().Add(-time.Minute).Unix()}} {
		t.letIn(t.knock(withAuthorization("Bearer "+token(changes))), "a token")
	}
	t.letIn(t.knock(withAuthorization("bearer "+token(nil))), "a token")
}

// badTokens are wrong in many ways, and not to be told apart.
func badTokens() []string {
	return []string{
		"tea",
		token(object{"exp": time.Now().Add(-time.Hour).Unix()}),
		token(object{"iss": "https://evil.example"}),
		token(object{"aud": "https://other.example"}),
		signed("HS256", sha256.New, "another secret, which is as long as that one", claims(nil)),
		unsigned("none", claims(nil)),
	}
}

func (t *T) refuseTokens(why string, all ...string) {
	t.needTokens()
	for _, token := range all {
		t.refuse(t.knock(withAuthorization("Bearer "+token)), why)
	}
}

func unsignedTokens(t *T) {
	good := token(nil)
	t.refuseTokens("a token with another signature",
		signed("HS256", sha256.New, "another secret, which is as long as that one", claims(nil)),
		signed("HS256", sha256.New, "", claims(nil)),
		signed("HS512", sha512.New, tokenSecret, claims(nil)), // who may pick the algorithm may pick a weak one
		signed("none", sha256.New, tokenSecret, claims(nil)),
		altered(good, -10), good+"x", good[:len(good)-1],
		unsigned("HS256", claims(nil)), unsigned("none", claims(nil)), unsigned("None", claims(nil)), unsigned("", claims(nil)),
	)
}

func untimelyTokens(t *T) {
	t.refuseTokens("a token for another time",
		token(object{"exp": time.Now().Add(-time.Hour).Unix()}),
		token(object{"exp": nil}),
		token(object{"nbf": time.Now().Add(time.Hour).Unix()}),
	)
}

func foreignTokens(t *T) {
	t.refuseTokens("a token of others",
		token(object{"iss": "https://evil.example"}),
		token(object{"iss": tokenIssuer + ".evil.example"}),
		token(object{"iss": nil}),
		token(object{"aud": "https://other.example"}),
		token(object{"aud": []string{"https://other.example"}}),
		token(object{"aud": nil}),
	)
}
