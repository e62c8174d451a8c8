package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// callers are the promises about who is let in, and by which key.
func callers() []Check {
	return with([]string{authPiece},
		Check{Name: "what needs a caller is refused without one", run: strangersAreRefused},
		Check{Name: "a 401 says how to come in", run: challenges},
		Check{Name: "probes and /openapi.json need no caller", run: openPaths},
		Check{Name: "/openapi.json says what needs a caller, and how to be one", run: describedSecurity},
		Check{Name: "a page of an allowed origin may say who calls", run: pagesMaySayWhoCalls},
		Check{Name: "a key is taken in either header", run: keysAreTaken},
		Check{Name: "a key that is not valid is refused", run: badKeys},
		Check{Name: "a key that was revoked is refused at once", run: revokedKeys},
		Check{Name: "a key that has expired is refused", kind: waiting, run: expiredKeys},
		Check{Name: "whatever is wrong with a credential, the answer is the same", run: sameRefusals},
		Check{Name: "a list of keys shows none", run: listedKeys},
	)
}

const keyHeader = "X-API-Key"

// newKey has the project make a key.
func (s *session) newKey(ctx context.Context, flags ...string) (string, error) {
	printed, err := s.target.Run(ctx, tokenSettings, append(append([]string{"apikey", "create"}, flags...), "conformance")...)
	if err != nil {
		return "", err
	}
	key := strings.TrimSpace(printed)
	if key == "" || len(strings.Fields(key)) != 1 {
		return "", fmt.Errorf("apikey create prints %q, want a key and nothing else", printed)
	}
	return key, nil
}

// makeKey is newKey for checks.
func (t *T) makeKey(flags ...string) string {
	if t.target.Run == nil {
		t.Skipf("it takes a new key, which nobody can make here")
	}
	key, err := t.newKey(t.ctx, flags...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return key
}

// apikey runs a command about keys.
func (t *T) apikey(args ...string) string {
	if t.target.Run == nil {
		t.Skipf("no command of the project can be run")
	}
	printed, err := t.target.Run(t.ctx, tokenSettings, append([]string{"apikey"}, args...)...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return printed
}

// listed is the line of a list of keys that is about one, and its first word, the id: the beginning of the key.
func listed(list, key string) (id, line string) {
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) > 0 && strings.HasPrefix(key, words[0]) {
			return words[0], line
		}
	}
	return "", ""
}

// revoke has the project revoke a key.
func (t *T) revoke(key string) {
	id, _ := listed(t.apikey("list"), key)
	if id == "" {
		t.Fatalf("apikey list shows no id with which a new key begins")
	}
	t.apikey("revoke", id)
}

// route is one of a module's. Nothing that matters comes of it.
type route struct {
	method, path string
	body         any
}

// guarded are the routes of modules that need a caller: all that the document does not call open.
func (t *T) guarded() []route {
	d := t.security()
	var all []route
	for _, m := range t.modules {
		one := m.path + "/" + uuid.NewString()
		for _, r := range []route{{"GET", m.path + "?limit=97", nil}, {"GET", one, nil}, {"POST", m.path, object{}}, {"PATCH", one, object{}}, {"DELETE", one, nil}} {
			if !d.public(r.method, r.path) {
				all = append(all, r)
			}
		}
	}
	if len(all) == 0 {
		t.Skipf("no route of a module needs a caller")
	}
	return all
}

// security is what the document says about callers.
func (t *T) security() security {
	d, err := t.document()
	if err != nil {
		t.Skipf("/openapi.json: %v", err)
	}
	return security{d}
}

type security struct{ *document }

// public reports whether a route is called open to anybody.
func (s security) public(method, path string) bool {
	needs, told := s.of(method, path)
	return told && !needs
}

// of is whether a route needs a caller, and whether the document says so of that route alone.
func (s security) of(method, path string) (needs, own bool) {
	path, _, _ = strings.Cut(path, "?")
	list, own := s.at(s.operation(method, path) + "/security").([]any)
	if !own {
		list, _ = s.at("/security").([]any)
	}
	open := slices.ContainsFunc(list, func(one any) bool {
		o, _ := one.(object)
		return len(o) == 0
	})
	return len(list) > 0 && !open, own
}

// anonymous and the headers below go behind the body in ask.
var anonymous = []string{keyHeader, ""}

func withKey(key string) []string             { return []string{keyHeader, key} }
func withAuthorization(value string) []string { return []string{keyHeader, "", "Authorization", value} }

// knock asks a route that needs a caller, for a row that there is not.
func (t *T) knock(header []string) answer {
	if t.door == nil {
		all := t.guarded()
		t.door = &all[min(1, len(all)-1)]
	}
	r := t.door
	return t.ask(r.method, r.path, r.body, header...)
}

// letIn notes a fault unless a caller was known.
func (t *T) letIn(a answer, who string) {
	if a.status == 401 || a.status == 403 {
		t.Errorf("%s is refused: %s", who, a)
	}
}

// refuse notes a fault unless nobody was known.
func (t *T) refuse(a answer, who string) {
	if a.status != 401 {
		t.Errorf("want 401 for %s: %s", who, a)
	}
}

func strangersAreRefused(t *T) {
	for _, r := range t.guarded() {
		t.want(t.ask(r.method, r.path, r.body, anonymous...), 401)
	}
}

func challenges(t *T) {
	for _, header := range [][]string{anonymous, withKey("tea")} {
		a := t.knock(header)
		if a.status != 401 {
			continue // another check says so
		}
		told := strings.ToLower(strings.Join(a.header.Values("WWW-Authenticate"), ", "))
		for _, scheme := range []string{"bearer", "apikey"} {
			if !strings.Contains(", "+told, ", "+scheme+" ") {
				t.Errorf("WWW-Authenticate is %q and lacks %s: %s", told, scheme, a)
			}
		}
	}
}

func openPaths(t *T) {
	for _, path := range []string{"/livez", "/readyz", "/openapi.json"} {
		for _, header := range [][]string{anonymous, withKey("tea"), withAuthorization("Bearer tea")} {
			t.want(t.ask("GET", path, nil, header...), 200)
		}
	}
}

func describedSecurity(t *T) {
	d := t.security()
	for _, m := range t.modules {
		for _, r := range []route{{"GET", m.path + "?limit=96", nil}, {"POST", m.path, object{}}, {"DELETE", m.path + "/" + uuid.NewString(), nil}} {
			needs, _ := d.of(r.method, r.path)
			if a := t.ask(r.method, r.path, r.body, anonymous...); a.status == 401 && !needs {
				t.Errorf("/openapi.json does not say that this needs a caller: %s", a)
			}
		}
	}
	for _, path := range []string{"/livez", "/readyz"} {
		if needs, _ := d.of("GET", path); needs {
			t.Errorf("/openapi.json says that %s needs a caller", path)
		}
	}
	schemes, _ := t.ask("GET", "/openapi.json", nil).object()["components"].(object)
	all, _ := schemes["securitySchemes"].(object)
	for _, want := range []object{{"type": "apiKey", "in": "header", "name": keyHeader}, {"type": "http", "scheme": "bearer"}} {
		if !describes(all, want) {
			t.Errorf("/openapi.json has no security scheme with %v", want)
		}
	}
}

// describes reports whether one of the schemes has all these members.
func describes(schemes, want object) bool {
	for _, scheme := range schemes {
		got, _ := scheme.(object)
		matches := 0
		for name, value := range want {
			if text, _ := got[name].(string); strings.EqualFold(text, value.(string)) {
				matches++
			}
		}
		if matches == len(want) {
			return true
		}
	}
	return false
}

func pagesMaySayWhoCalls(t *T) {
	t.needOrigin()
	r := t.guarded()[0]
	a := t.ask("OPTIONS", r.path, nil, keyHeader, "", "Origin", t.origin,
		"Access-Control-Request-Method", r.method, "Access-Control-Request-Headers", "authorization")
	if t.want(a, 204, 200) {
		t.listed(a, "Access-Control-Allow-Headers", "Authorization")
	}
}

func keysAreTaken(t *T) {
	for _, header := range [][]string{withKey(t.key), withAuthorization("ApiKey " + t.key), withAuthorization("apikey " + t.key), withAuthorization("Bearer " + t.key)} {
		t.letIn(t.knock(header), "a key in "+header[len(header)-2])
	}
}

// altered is a key with another letter at a place, counted from the end when it is negative.
func altered(key string, at int) string {
	at = (at%len(key) + len(key)) % len(key)
	other := "a"
	if key[at] == 'a' {
		other = "b"
	}
	return key[:at] + other + key[at+1:]
}

func badKeys(t *T) {
	for _, bad := range []string{
		"tea", altered(t.key, -1), altered(t.key, len(t.key)/2), t.key[:len(t.key)-1], t.key + "a", strings.ToUpper(t.key),
		strings.Repeat("a", 5000), "'", "ak_", "%00",
	} {
		t.refuse(t.knock(withKey(bad)), "a key that there is not")
		t.refuse(t.knock(withAuthorization("ApiKey "+bad)), "a key that there is not")
	}
	for _, other := range []string{"Basic " + t.key, t.key, "Bearer", "ApiKey"} {
		t.refuse(t.knock(withAuthorization(other)), "what is no credential")
	}
}

func revokedKeys(t *T) {
	key := t.makeKey()
	t.letIn(t.knock(withKey(key)), "a new key")
	t.revoke(key)
	t.refuse(t.knock(withKey(key)), "a key that was revoked")
}

func expiredKeys(t *T) {
	key := t.makeKey("-expires", "1s")
	last := answer{}
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline) && t.ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		if last = t.knock(withKey(key)); last.status == 401 {
			return
		}
	}
	t.refuse(last, "a key that has expired")
}

// sameRefusals compares what is wrong in many ways, so that nobody learns which keys there are.
func sameRefusals(t *T) {
	revoked := t.makeKey()
	t.revoke(revoked)
	bad := [][]string{withKey("tea"), withKey(revoked), withKey(altered(revoked, -1)), withKey(altered(t.key, -1)), withKey(altered(t.key, 0))}
	for _, token := range badTokens() {
		bad = append(bad, withAuthorization("Bearer "+token))
	}
	var first answer
	for _, header := range bad {
		a := t.knock(header)
		if a.status != 401 {
			continue // another check says so
		}
		if first.request == nil {
			first = a
		}
		if !equal(plain(a), plain(first)) || !slices.Equal(a.header.Values("WWW-Authenticate"), first.header.Values("WWW-Authenticate")) {
			t.Errorf("two credentials that are not valid are told apart: %s with %q, and %s with %q",
				first, first.header.Values("WWW-Authenticate"), a, a.header.Values("WWW-Authenticate"))
		}
	}
}

func listedKeys(t *T) {
	key := t.makeKey()
	list := t.apikey("list")
	if _, line := listed(list, key); line == "" {
		t.Errorf("apikey list has no line that begins as a new key does")
	}
	if strings.Contains(list, key) || strings.Contains(list, key[len(key)*2/3:]) {
		t.Errorf("apikey list shows a key")
	}
}
