package conformance

import (
	"encoding/json"
	"mime"
	"regexp"
	"strings"
)

// problems judge every answer that is an error, with those of all other checks.
func problems() []Check {
	return []Check{
		{Name: "strange requests are refused, not answered with 5xx", run: strange},
		{Name: "every error is a problem of RFC 9457", kind: judging, run: errorsAreProblems},
		{Name: "no answer tells of what is inside", kind: judging, run: noInternals},
	}
}

// strange sends what no client should. What it is answered with matters only as far as it is nothing of the server's.
func strange(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		for _, query := range []string{"%", "%zz=1", "limit=%ff", "=", "&&", "a;b", "sort=%00", strings.Repeat("x", 8000)} {
			t.ours(t.ask("GET", m.path+"?"+query, nil))
		}
		for _, header := range []string{"If-Match", "If-None-Match", "Accept", "Accept-Language", "Range", "X-Forwarded-For", "Traceparent"} {
			for _, value := range []string{",", `"`, "*,*", strings.Repeat(`"x",`, 1000), "bytes=5-1", "\u00e9"} {
				t.ours(t.ask("GET", path, nil, header, value))
			}
		}
		t.ours(t.ask("POST", m.path, raw(`{"a":`+strings.Repeat(`{"a":`, 10_000)+"1"+strings.Repeat("}", 10_001))))
		t.ours(t.ask("POST", m.path, raw(`{"\u0000":"\ud800"}`)))
		t.ours(t.ask("GET", path, raw(`{}`)))
		t.ours(t.ask("DELETE", path, raw(`{`)))
	})
}

// ours notes a fault when the server takes the blame.
func (t *T) ours(a answer) {
	if a.status >= 500 {
		t.Errorf("want an answer below 500: %s", a)
	}
}

// isProblem reports whether an answer is an error that says by its type that it is a problem.
func isProblem(a answer) bool {
	kind, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	return err == nil && kind == "application/problem+json"
}

func errorsAreProblems(t *T) {
	judged := 0
	for _, a := range t.seen.answers {
		if a.status < 400 || a.request.Method == "HEAD" || strings.HasPrefix(a.request.URL.Path, "/readyz") && a.status == 503 {
			continue
		}
		judged++
		if !isProblem(a) {
			t.Errorf("Content-Type is %q: %s", a.header.Get("Content-Type"), a)
			continue
		}
		o := a.object()
		title, _ := o["title"].(string)
		kind, hasKind := o["type"].(string)
		status, _ := o["status"].(json.Number)
		number, err := status.Int64()
		if title == "" || hasKind && kind == "" || err != nil || int(number) != a.status {
			t.Errorf("want a title, and status %d: %s", a.status, a)
		}
	}
	if judged == 0 {
		t.Skipf("no other check saw an error")
	}
}

// inside is what gives away the machinery: stack traces, SQL, drivers, files.
var inside = regexp.MustCompile(`(?i)goroutine \d|\.go:\d|\.js:\d|\.ts:\d|\.py"?, line \d|\.java:\d|node_modules|traceback|panic:|nil pointer|` +
	`sqlite|sqlstate|postgres|pgx|mariadb|mysql|constraint failed|duplicate entry|syntax error|\bselect\s.+\sfrom\b|insert into|` +
	`unmarshal|strconv\.|json: |syntaxerror|typeerror|exception|econnrefused|dial tcp|127\.0\.0\.1|/home/|/usr/|/root/`)

func noInternals(t *T) {
	judged := map[string]bool{} // most problems are told many times
	for _, a := range t.seen.answers {
		if a.status < 400 {
			continue
		}
		if text := without(string(a.body), a); !judged[text] {
			judged[text] = true
			if found := inside.FindString(text); found != "" {
				t.Errorf("the answer says %q: %s", found, a)
			}
		}
		for _, name := range []string{"X-Powered-By", "X-Aspnet-Version", "X-Runtime"} {
			if a.header.Get(name) != "" {
				t.Errorf("%s says %q: %s", name, a.header.Get(name), a)
			}
		}
	}
}

// without is a text less what the client said itself, and less the id of its request.
func without(text string, a answer) string {
	for _, said := range []string{a.request.URL.Path, strings.TrimSpace(string(a.sent)), a.header.Get(requestID)} {
		if len(said) > 3 {
			text = strings.ReplaceAll(text, said, "")
		}
	}
	return text
}
