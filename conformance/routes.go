package conformance

import (
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// routes are the promises about which path and method answers with which status.
func routes() []Check {
	return []Check{
		{Name: "a created row is where Location says", run: createdRows},
		{Name: "a deleted row is gone", run: deletedRows},
		{Name: "an id that nothing has is not found", run: unknownIDs},
		{Name: "a path that nothing has is not found", run: unknownPaths},
		{Name: "a method that a path lacks is refused with those it has", run: otherMethods},
		{Name: "HEAD answers as GET does, without a body", run: heads},
	}
}

func createdRows(t *T) {
	t.eachModule(func(m module) {
		r := t.create(m, nil)
		t.want(r.answer, 201)
		location, err := url.Parse(r.answer.header.Get("Location"))
		if err != nil || location.Path == "" {
			t.Errorf("no Location: %s", r.answer)
			return
		}
		if a := t.ask("GET", location.RequestURI(), nil); t.want(a, 200) && !equal(a.object(), r.answer.object()) {
			t.Errorf("not what was created: %s and %s", r.answer, a)
		}
	})
}

func deletedRows(t *T) {
	t.eachModule(func(m module) {
		r := t.create(m, nil)
		if a := t.ask("DELETE", r.path, nil); t.want(a, 204) && len(a.body) > 0 {
			t.Errorf("an answer without content has some: %s", a)
		}
		t.want(t.ask("GET", r.path, nil), 404)
		t.want(t.ask("PATCH", r.path, object{}), 404)
		t.want(t.ask("DELETE", r.path, nil), 404)
	})
}

func unknownIDs(t *T) {
	t.eachModule(func(m module) {
		for _, id := range noIDs() {
			t.findsNone("GET", m.path+"/"+id, nil)
			t.findsNone("PATCH", m.path+"/"+id, object{})
			t.findsNone("DELETE", m.path+"/"+id, nil)
		}
	})
}

// noIDs are in a path where nothing has them.
func noIDs() []string {
	return []string{uuid.Must(uuid.NewV7()).String(), uuid.Nil.String(), "1", "no-id", "%20", "%00", "'"}
}

// findsNone notes a fault unless nothing is found. A load balancer may not let a NUL pass at all, and says so in its own way.
func (t *T) findsNone(method, path string, body any) {
	if strings.HasSuffix(path, "%00") {
		if a, err := t.exchange(t.base, method, path, body); err == nil && a.status == 400 && isProblem(a) {
			return
		}
	}
	t.want(t.ask(method, path, body), 404)
}

func unknownPaths(t *T) {
	paths := []string{"/", "/nowhere", "/api", "/api/v1", "/api/v1/nowhere", "/livez/deeper", "/%ff"}
	for _, m := range t.modules {
		paths = append(paths, m.path+"x", m.path+"/"+uuid.NewString()+"/deeper")
	}
	for _, path := range paths {
		t.want(t.ask("GET", path, nil), 404)
		t.want(t.ask("POST", path, object{}), 404)
	}
}

func otherMethods(t *T) {
	t.refuses("/livez", "GET")
	t.refuses("/readyz", "GET")
	t.refuses("/openapi.json", "GET")
	for _, m := range t.modules {
		t.refuses(m.path, "GET", "POST")
		t.refuses(m.path+"/"+uuid.NewString(), "GET", "PATCH", "DELETE")
	}
}

// refuses asks a path with every method it does not have. GET implies HEAD, and OPTIONS is nobody's loss.
func (t *T) refuses(path string, has ...string) {
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} {
		if slices.Contains(has, method) {
			continue
		}
		a := t.ask(method, path, nil)
		if !t.want(a, 405) {
			continue
		}
		allow := strings.Split(strings.ReplaceAll(a.header.Get("Allow"), " ", ""), ",")
		allow = slices.DeleteFunc(allow, func(m string) bool { return m == "HEAD" || m == "OPTIONS" })
		slices.Sort(allow)
		slices.Sort(has)
		if !slices.Equal(allow, has) {
			t.Errorf("Allow is %q, want %s: %s", a.header.Get("Allow"), strings.Join(has, ", "), a)
		}
	}
}

func heads(t *T) {
	paths := []string{"/livez", "/readyz", "/openapi.json"}
	for _, m := range t.modules {
		paths = append(paths, m.path, t.create(m, nil).path)
	}
	for _, path := range paths {
		get, head := t.ask("GET", path, nil), t.ask("HEAD", path, nil)
		t.want(head, get.status)
		for _, name := range []string{"Content-Type", "ETag"} {
			if get.header.Get(name) != head.header.Get(name) {
				t.Errorf("%s is %q for GET and %q for HEAD: %s", name, get.header.Get(name), head.header.Get(name), head)
			}
		}
	}
}
