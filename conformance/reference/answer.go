package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

type object = map[string]any

// answer is written at the very end, so that a fault can change any of it.
type answer struct {
	status int
	header http.Header
	kind   string // Content-Type
	body   any    // JSON, or a string that is sent as it is, or nil
}

func newAnswer(status int, body any) *answer {
	return &answer{status, http.Header{}, "application/json", body}
}

// problem is an error that a client is told, as RFC 9457 has it.
type problem struct {
	status int
	detail string
	fields []faulty
	allow  string // the methods of a path, with 405
}

// faulty is a field that is wrong.
type faulty struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

func (p *problem) Error() string { return p.detail }

func newProblem(status int, detail string) *problem { return &problem{status: status, detail: detail} }

func (s *server) problem(err error, id string) *answer {
	p, is := errors.AsType[*problem](err)
	if !is {
		p = newProblem(http.StatusInternalServerError, "the server failed")
	}
	body := object{"type": "about:blank", "title": http.StatusText(p.status), "status": p.status, "detail": p.detail, "request_id": id}
	if len(p.fields) > 0 {
		body["errors"] = p.fields
	}
	a := newAnswer(p.status, body)
	a.kind = "application/problem+json"
	if p.status == http.StatusUnauthorized {
		a.header.Add("WWW-Authenticate", `Bearer realm="reference"`)
		a.header.Add("WWW-Authenticate", `ApiKey realm="reference"`)
	}
	if p.allow != "" {
		a.header.Set("Allow", p.allow)
	}
	return a
}

// ServeHTTP gives each request its id, its time and its limit, and writes the answer.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.bodyTime)) // this server's connections can do that
	r.Body = http.MaxBytesReader(w, r.Body, s.most)
	for _, see := range s.before {
		see(r)
	}
	id := s.requestID(r.Header.Get("X-Request-Id"))
	a, err := s.crossOrigin(r, s.enter)
	if err != nil {
		cause := s.problem(err, id)
		for name, values := range a.header {
			cause.header[name] = values
		}
		a = cause
	}
	a.header.Set("X-Request-Id", id)
	for _, see := range s.after {
		see(r, a)
	}
	a.write(w)
}

func (a *answer) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	text, is := a.body.(string)
	if !is {
		data, err := json.Marshal(a.body)
		if err != nil {
			panic(err) // nothing here can fail to marshal
		}
		text = string(data)
	}
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, _ = w.Write([]byte(text)) // a client that is gone needs no answer
}
