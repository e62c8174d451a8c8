package conformance

import (
	"regexp"
	"strings"
)

// probes are the promises to whoever keeps the process running.
func probes() []Check {
	return []Check{
		{Name: "/livez says that the process runs", run: lives},
		{Name: "/readyz tells of each dependency", run: ready},
		{Name: "no probe is kept by a cache", run: uncached},
	}
}

func lives(t *T) {
	if a := t.ask("GET", "/livez", nil); t.want(a, 200) && a.object()["status"] != "ok" {
		t.Errorf(`want {"status": "ok"}: %s`, a)
	}
}

func ready(t *T) {
	a := t.ask("GET", "/readyz", nil)
	if t.want(a, 200) && a.object()["status"] != "ok" {
		t.Errorf(`want {"status": "ok", …}: %s`, a)
	}
	if checks, _ := a.object()["checks"].(object); checks["database"] != "ok" {
		t.Errorf(`want {"checks": {"database": "ok"}, …}: %s`, a)
	}
}

func uncached(t *T) {
	for _, path := range []string{"/livez", "/readyz"} {
		if a := t.ask("GET", path, nil); a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("Cache-Control is %q, want no-store: %s", a.header.Get("Cache-Control"), a)
		}
	}
}

// requestIDs are the promises about X-Request-Id.
func requestIDs() []Check {
	return []Check{
		{Name: "a request without an id gets one of its own", run: madeIDs},
		{Name: "a plain request id is kept", run: keptIDs},
		{Name: "a request id that would spoil a log is replaced", run: replacedIDs},
		{Name: "a problem has the id of its request", run: problemIDs},
	}
}

const requestID = "X-Request-Id"

func madeIDs(t *T) {
	used := map[string]bool{}
	for _, path := range []string{"/livez", "/livez", "/openapi.json", "/nowhere", "/nowhere"} {
		a := t.ask("GET", path, nil)
		id := a.header.Get(requestID)
		if id == "" || used[id] {
			t.Errorf("%s is %q, want a new one: %s", requestID, id, a)
		}
		used[id] = true
	}
}

func keptIDs(t *T) {
	for _, id := range []string{"a", "order-17.retry_2", "01a20895-0000-7000-8000-000000000000", strings.Repeat("x", 64)} {
		if a := t.ask("GET", "/livez", nil, requestID, id); a.header.Get(requestID) != id {
			t.Errorf("%s was sent as %q and is %q", requestID, id, a.header.Get(requestID))
		}
	}
}

func replacedIDs(t *T) {
	plain := regexp.MustCompile(`^[\w.-]{1,64}$`)
	for _, id := range []string{`x" level="ERROR`, "a b", "a,b", "<x>", "{}", "tea\tcup", "茶", strings.Repeat("x", 1000)} {
		if got := t.ask("GET", "/livez", nil, requestID, id).header.Get(requestID); got == id || got != "" && !plain.MatchString(got) {
			t.Errorf("%s was sent as %q and is %q", requestID, brief([]byte(id)), brief([]byte(got)))
		}
	}
}

func problemIDs(t *T) {
	for _, sent := range []string{"", "order-17"} {
		for _, a := range []answer{t.ask("GET", "/nowhere", nil, requestID, sent), t.ask("DELETE", "/livez", nil, requestID, sent)} {
			if id := a.header.Get(requestID); isProblem(a) && a.object()["request_id"] != id {
				t.Errorf("request_id is %v, and %s is %q: %s", a.object()["request_id"], requestID, id, a)
			}
		}
	}
}
