package main

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
)

// fault is one thing that a server does wrong.
type fault struct {
	name   string // a claim about the server: "a 405 lacks Allow"
	breaks string // the check that has to find it, and no other
	plant  func(s *server)
}

// faults are all there are. Each check is broken by one at least.
func faults() []fault {
	return slices.Concat(
		routeFaults(),
		listFaults(),
		queryFaults(),
		cursorFaults(),
		bodyFaults(),
		fieldFaults(),
		valueFaults(),
		dateFaults(),
		wireFaults(),
		patchFaults(),
		versionFaults(),
		headerFaults(),
		processFaults(),
		problemFaults(),
		documentFaults(),
	)
}

// pieceFaults are those of servers with pieces.
func pieceFaults() []fault {
	return slices.Concat(
		cacheFaults(),
		callerFaults(),
		tokenFaults(),
		limitFaults(),
		callerLimitFaults(),
		jobFaults(),
	)
}

// before lets a fault see each request first, and alter it.
func before(see func(r *http.Request)) func(*server) {
	return func(s *server) { s.before = append(s.before, see) }
}

// after lets a fault see each answer last, and alter it.
func after(see func(r *http.Request, a *answer)) func(*server) {
	return func(s *server) { s.after = append(s.after, see) }
}

// inQuery lets a fault alter the query of a list.
func inQuery(alter func(values url.Values)) func(*server) {
	return before(func(r *http.Request) {
		if values, err := url.ParseQuery(r.URL.RawQuery); err == nil && r.URL.RawQuery != "" {
			alter(values)
			r.URL.RawQuery = values.Encode()
		}
	})
}

// inBody lets a fault alter the bytes of a body.
func inBody(alter func(body []byte) []byte) func(*server) {
	return before(func(r *http.Request) {
		if body, err := io.ReadAll(r.Body); err == nil {
			r.Body = io.NopCloser(bytes.NewReader(alter(body)))
		}
	})
}

// inMembers lets a fault alter what a body says, before its fields are checked.
func inMembers(see func(r *http.Request, m module, sent object)) func(*server) {
	return func(s *server) { s.members = append(s.members, see) }
}

// inValues lets a fault alter the values that a body has for fields of some types.
func inValues(alter func(value any) any, types ...string) func(*server) {
	return inMembers(func(_ *http.Request, m module, sent object) {
		for _, f := range m.fields {
			if value, there := sent[f.Name]; there && slices.Contains(types, f.Type) {
				sent[f.Name] = alter(value)
			}
		}
	})
}

// inType lets a fault alter what the server knows of a type.
func inType(name string, alter func(t *fieldType)) func(*server) {
	return func(s *server) {
		t := s.types[name]
		alter(&t)
		s.types[name] = t
	}
}

// inRows lets a fault alter rows as they are shown.
func inRows(alter func(m module, r row, shown object)) func(*server) {
	return func(s *server) {
		show := s.show
		s.show = func(m module, r row) object {
			shown := show(m, r)
			alter(m, r, shown)
			return shown
		}
	}
}

// inDocument lets a fault alter the OpenAPI document.
func inDocument(alter func(document object)) func(*server) {
	return func(s *server) { s.document = append(s.document, alter) }
}

// both plants two things that make one fault.
func both(one, other func(*server)) func(*server) {
	return func(s *server) {
		one(s)
		other(s)
	}
}

// at is an object inside an object.
func at(o object, path ...string) object {
	for _, name := range path {
		o, _ = o[name].(object)
	}
	return o
}

// object is the body of an answer, where that is an object.
func (a *answer) object() object {
	o, _ := a.body.(object)
	return o
}

// detail is what a problem says.
func (a *answer) detail() string {
	text, _ := a.object()["detail"].(string)
	return text
}

// refuse makes a problem one with another status.
func (a *answer) refuse(status int) {
	a.status = status
	a.object()["status"], a.object()["title"] = status, http.StatusText(status)
}

// pass makes anything an answer with a body.
func (a *answer) pass(status int, body any) {
	a.status, a.kind, a.body = status, "application/json", body
}
