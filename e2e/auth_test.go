package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// guarded is a project whose callers have to be known.
func guarded(t *testing.T, b backend) *project {
	t.Helper()
	p := newProject(t, "--database", b.name)
	p.run("scale", "add", "auth")
	return p
}

// apikey runs the program's own command on its database.
func (p *project) apikey(program, database string, args ...string) string {
	p.t.Helper()
	return strings.TrimSpace(p.runWith([]string{"DATABASE_URL=" + database}, program, append([]string{"apikey"}, args...)...))
}

const products = "/api/v1/products"

func TestAKeyWorksAndIsRefusedTheMomentItIsToldSo(t *testing.T) {
	each(t, backends(), func(t *testing.T, b backend) {
		p := guarded(t, b)
		p.test(b)
		program, database := p.build(), b.empty(t)
		first := p.apikey(program, database, "create", "before the first start")
		instances := []*app{start(t, program, database)}
		if b.service != "" {
			instances = append(instances, start(t, program, database))
		}
		for _, a := range instances {
			a.waitReady()
		}
		second := p.apikey(program, database, "create", "while it runs")
		for _, a := range instances {
			for _, key := range []string{first, second} {
				if got := a.call("GET", products, "", "X-API-Key", key); !got.ok() {
					t.Error(got)
				}
			}
			if got := a.get(products); got.status != 401 || got.header.Get("WWW-Authenticate") == "" {
				t.Error(got)
			}
		}
		p.revokeUnderLoad(program, database, second, instances)
		if got := instances[0].call("GET", products, "", "Authorization", "ApiKey "+first); !got.ok() {
			t.Errorf("the other key: %v", got)
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(first, "ak_"), "_")
		for _, a := range instances {
			a.stop()
			if !strings.Contains(a.printed(), `"caller":"key:ak_`+id+`"`) {
				t.Error("the log does not name the caller")
			}
			if strings.Contains(a.printed(), first) {
				t.Error("the log holds the key")
			}
		}
	})
}

// revokeUnderLoad revokes a key while it is in use: what begins after that is refused, and everything before let in.
func (p *project) revokeUnderLoad(program, database, key string, instances []*app) {
	p.t.Helper()
	l := begin(4, func(i int) answer {
		return instances[i%len(instances)].call("GET", products, "", "Authorization", "Bearer "+key)
	})
	time.Sleep(300 * time.Millisecond)
	asked := time.Now()
	p.apikey(program, database, "revoke", key[:strings.LastIndexByte(key, '_')])
	revoked := time.Now()
	time.Sleep(300 * time.Millisecond)
	before, after := 0, 0
	for _, got := range l.stop() {
		switch {
		case got.began.Add(got.took).Before(asked):
			if before++; !got.ok() {
				p.t.Errorf("before it was revoked: %v", got)
			}
		case got.began.After(revoked):
			if after++; got.status != 401 {
				p.t.Errorf("after it was revoked: %v", got)
			}
		}
	}
	if before == 0 || after == 0 {
		p.t.Errorf("%d requests before and %d after", before, after)
	}
}

func TestTokensAreTakenFromTheirProviderAsItRotates(t *testing.T) {
	p := guarded(t, backends()[0])
	idp := startProvider(t)
	old := idp.publish("old")
	a := start(t, p.build(), backends()[0].empty(t),
		"AUTH_JWKS_URL="+idp.url, "AUTH_JWT_ISSUER=https://id.example.com", "AUTH_JWT_AUDIENCE=shop")
	a.waitReady()
	with := func(token string) answer { return a.call("GET", products, "", "Authorization", "Bearer "+token) }
	if got := with(old.token(nil)); !got.ok() || got.header.Get("X-Caller") != "user:ada" {
		t.Error(got)
	}
	stranger := newSigner(t, "old")
	for name, token := range map[string]string{
		"expired":                  old.token(claims{"exp": time.Now().Add(-time.Minute).Unix()}),
		"for another audience":     old.token(claims{"aud": "other"}),
		"from another issuer":      old.token(claims{"iss": "https://evil.example.com"}),
		"without an end":           old.token(claims{"exp": nil}),
		"signed by somebody else":  stranger.token(nil),
		"not signed":               old.unsigned(nil),
		"signed with a public key": old.confused(nil),
		"of an unknown key":        newSigner(t, "unknown").token(nil),
		"cut off":                  strings.TrimRight(old.token(nil)[:60], "."),
	} {
		if got := with(token); got.status != 401 || got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %v", name, got)
		}
	}
	next := idp.publish("next")
	if took := a.until(200, func() answer { return with(next.token(nil)) }); took > 10*time.Second {
		t.Errorf("the next key was taken after %s", took)
	}
	if got := with(old.token(nil)); !got.ok() {
		t.Errorf("the old key, which is still published: %v", got)
	}
	idp.withdraw("old")
	last := idp.publish("last")
	a.until(200, func() answer { return with(last.token(nil)) })
	if got := with(old.token(nil)); got.status != 401 {
		t.Errorf("a withdrawn key: %v", got)
	}
	idp.down.Store(true)
	if got := with(last.token(nil)); !got.ok() {
		t.Errorf("while the provider is down: %v", got)
	}
	a.stop()
}

func TestAProviderThatIsDownHoldsUpOnlyTokens(t *testing.T) {
	p := guarded(t, backends()[0])
	idp := startProvider(t)
	signer := idp.publish("only")
	idp.down.Store(true)
	program, database := p.build(), backends()[0].empty(t)
	a := start(t, program, database,
		"AUTH_JWKS_URL="+idp.url, "AUTH_JWT_ISSUER=https://id.example.com", "AUTH_JWT_AUDIENCE=shop")
	a.waitReady()
	if got := a.call("GET", products, "", "X-API-Key", p.apikey(program, database, "create", "it")); !got.ok() {
		t.Errorf("a key: %v", got)
	}
	with := func() answer { return a.call("GET", products, "", "Authorization", "Bearer "+signer.token(nil)) }
	if got := with(); !got.unavailable() {
		t.Errorf("a token: %v", got)
	}
	idp.down.Store(false)
	a.until(200, with)
	a.stop()
}

// until makes calls until one is answered with a status, and returns how long that took.
func (a *app) until(status int, call func() answer) time.Duration {
	a.t.Helper()
	began := time.Now()
	got := answer{}
	for time.Since(began) < 30*time.Second {
		if got = call(); got.status == status {
			return time.Since(began)
		}
		time.Sleep(200 * time.Millisecond)
	}
	a.t.Fatal(fmt.Sprint("it was never answered ", status, ": ", got))
	return 0
}
