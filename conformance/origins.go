package conformance

import "strings"

// origins are the promises to pages in browsers (CORS).
func origins() []Check {
	return []Check{
		{Name: "a page of an allowed origin may read the answers", run: allowedOrigins},
		{Name: "a page of an allowed origin may change things", run: preflights},
		{Name: "a page of another origin may not", run: otherOrigins},
	}
}

const allowOrigin = "Access-Control-Allow-Origin"

func (t *T) needOrigin() {
	if t.origin == "" {
		t.Skipf("no origin is known that CORS_ORIGINS allows")
	}
}

// allowedOrigins asks for errors too: a page that cannot read a problem cannot tell its user.
func allowedOrigins(t *T) {
	t.needOrigin()
	paths := []string{"/livez", "/nowhere"}
	for _, m := range t.modules {
		paths = append(paths, m.path, t.create(m, nil).path, m.path+"?limit=0")
	}
	for _, path := range paths {
		a := t.ask("GET", path, nil, "Origin", t.origin)
		if got := a.header.Get(allowOrigin); got != t.origin && got != "*" {
			t.Errorf("%s is %q: %s", allowOrigin, got, a)
		}
		t.listed(a, "Access-Control-Expose-Headers", "ETag", "Location", requestID)
		if !has(a, "Vary", "Origin") {
			t.Errorf("Vary lacks Origin, so a cache may give this answer to another origin: %s", a)
		}
	}
}

func preflights(t *T) {
	t.needOrigin()
	t.eachModule(func(m module) {
		for _, method := range []string{"POST", "PATCH", "DELETE"} {
			a := t.ask("OPTIONS", m.path, nil, "Origin", t.origin,
				"Access-Control-Request-Method", method, "Access-Control-Request-Headers", "content-type,if-match", keyHeader, "") // as browsers ask, without who asks
			if !t.want(a, 204, 200) {
				continue
			}
			if got := a.header.Get(allowOrigin); got != t.origin && got != "*" {
				t.Errorf("%s is %q: %s", allowOrigin, got, a)
			}
			t.listed(a, "Access-Control-Allow-Methods", method)
			t.listed(a, "Access-Control-Allow-Headers", "Content-Type", "If-Match")
		}
	})
}

func otherOrigins(t *T) {
	t.needOrigin()
	for _, origin := range []string{"https://evil.example", "null", t.origin + ".evil.example", strings.Replace(t.origin, "https:", "http:", 1) + ":81"} {
		for _, method := range []string{"GET", "OPTIONS"} {
			a := t.ask(method, "/livez", nil, "Origin", origin, "Access-Control-Request-Method", "PATCH")
			if got := a.header.Get(allowOrigin); got != "" {
				t.Errorf("%s is %q for the origin %s: %s", allowOrigin, got, origin, a)
			}
		}
	}
}

// listed notes a fault unless a header lists these words.
func (t *T) listed(a answer, name string, words ...string) {
	for _, word := range words {
		if !has(a, name, word) && !has(a, name, "*") {
			t.Errorf("%s is %q and lacks %s: %s", name, a.header.Get(name), word, a)
		}
	}
}

// has reports whether a header lists a word.
func has(a answer, name, word string) bool {
	for part := range strings.SplitSeq(strings.Join(a.header.Values(name), ","), ",") {
		if strings.EqualFold(strings.TrimSpace(part), word) {
			return true
		}
	}
	return false
}
