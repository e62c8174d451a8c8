package conformance

import (
	"strings"
)

// descriptions are the promises about /openapi.json. Two of them judge what all other checks sent and got.
func descriptions() []Check {
	return []Check{
		{Name: "/openapi.json is valid OpenAPI 3.1", run: validDocument},
		{Name: "/openapi.json describes every route", run: describedRoutes},
		{Name: "every answer is as /openapi.json says", kind: judging, run: answersAsDescribed},
		{Name: "every request that was granted is as /openapi.json says", kind: judging, run: requestsAsDescribed},
	}
}

// document reads the OpenAPI document.
func (t *T) document() (*document, error) {
	return readDocument(t.must(t.ask("GET", "/openapi.json", nil), 200).body)
}

func validDocument(t *T) {
	d, err := t.document()
	if err != nil {
		t.Fatalf("/openapi.json: %v", err)
	}
	if err := d.valid(); err != nil {
		t.Errorf("/openapi.json: %v", err)
	}
}

// describedRoutes looks for the routes that scale.yaml implies. The owner may have added others.
func describedRoutes(t *T) {
	d, err := t.document()
	if err != nil {
		t.Skipf("/openapi.json: %v", err)
	}
	need := func(path string, methods ...string) {
		for _, method := range methods {
			if d.operation(method, path) == "" {
				t.Errorf("/openapi.json lacks %s %s", method, path)
			}
		}
	}
	need("/livez", "GET")
	need("/readyz", "GET")
	need("/openapi.json", "GET")
	for _, m := range t.modules {
		need(m.path, "GET", "POST")
		need(m.path+"/one", "GET", "PATCH", "DELETE")
	}
	if t.pieces[queuePiece] {
		need(jobsPath+"/one", "GET")
	}
}

func answersAsDescribed(t *T) {
	t.judge(described, func(d *document, operation string, a answer) error {
		return d.answer(operation, a.status, a.header, a.body)
	})
}

// described leaves out what other checks judge: errors that are no problems, or are the server's.
func described(a answer) bool { return a.status < 400 || a.status < 500 && isProblem(a) }

func requestsAsDescribed(t *T) {
	granted := func(a answer) bool { return a.status < 300 }
	t.judge(granted, func(d *document, operation string, a answer) error { return d.request(operation, a.request, a.sent) })
}

// judge holds what was seen to the document. Where that cannot be read, another check says so; so it does for methods and
// paths that are not in it.
func (t *T) judge(of func(answer) bool, wrong func(d *document, operation string, a answer) error) {
	d, err := t.document()
	if err != nil {
		t.Skipf("/openapi.json: %v", err)
	}
	for _, a := range t.seen.answers {
		operation := d.operation(a.request.Method, a.request.URL.EscapedPath())
		if operation == "" || !of(a) {
			continue
		}
		if err := wrong(d, operation, a); err != nil {
			t.Errorf("%s: %s", strings.TrimSpace(err.Error()), a)
		}
	}
}
