package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

type handler func(r *http.Request) (*answer, error)

// route finds who answers, or refuses.
func (s *server) route(r *http.Request) (*answer, error) {
	handlers := s.handlers(r.URL.Path)
	if len(handlers) == 0 {
		return nil, newProblem(http.StatusNotFound, "there is nothing at this path")
	}
	if handlers["GET"] != nil {
		handlers["HEAD"] = handlers["GET"] // net/http drops the body
	}
	answers := handlers[r.Method]
	if answers == nil {
		allow := strings.Join(slices.Sorted(maps.Keys(handlers)), ", ")
		return nil, &problem{status: http.StatusMethodNotAllowed, detail: "this path allows " + allow, allow: allow}
	}
	return answers(r)
}

// handlers are those of a path, by method.
func (s *server) handlers(path string) map[string]handler {
	switch path {
	case "/livez":
		return map[string]handler{"GET": s.livez}
	case "/readyz":
		return map[string]handler{"GET": s.readyz}
	case "/openapi.json":
		return map[string]handler{"GET": s.openAPI}
	}
	if s.jobs != nil {
		if id, below := strings.CutPrefix(path, jobsPath+"/"); below && id != "" && !strings.Contains(id, "/") {
			return map[string]handler{"GET": s.readJob}
		}
		if id, is := strings.CutSuffix(strings.TrimPrefix(path, s.modules[0].path+"/"), "/receipt"); is && id != "" && !strings.Contains(id, "/") {
			return map[string]handler{"POST": s.accept}
		}
	}
	for _, m := range s.modules {
		if path == m.path {
			return map[string]handler{"GET": with(m, s.list), "POST": with(m, s.create)}
		}
		if id, below := strings.CutPrefix(path, m.path+"/"); below && id != "" && !strings.Contains(id, "/") {
			return map[string]handler{"GET": with(m, s.read), "PATCH": with(m, s.change), "DELETE": with(m, s.remove)}
		}
	}
	return nil
}

// with ties a handler to its module.
func with(m module, h func(m module, r *http.Request) (*answer, error)) handler {
	return func(r *http.Request) (*answer, error) { return h(m, r) }
}

func (s *server) livez(*http.Request) (*answer, error) {
	return probe(http.StatusOK, object{"status": "ok"}), nil
}

func (s *server) readyz(*http.Request) (*answer, error) {
	if s.stopping.Load() {
		return probe(http.StatusServiceUnavailable, object{"status": "draining"}), nil
	}
	checks := object{"database": "ok"}
	told := object{"status": "ok", "checks": checks}
	if s.jobs != nil {
		checks["queue"] = "ok"
		told["details"] = object{"queue": s.jobs.summary()}
	}
	return probe(http.StatusOK, told), nil
}

func probe(status int, body object) *answer {
	a := newAnswer(status, body)
	a.header.Set("Cache-Control", "no-store")
	return a
}

// crossOrigin tells browsers what pages of other origins may do.
func (s *server) crossOrigin(r *http.Request, next handler) (*answer, error) {
	h, origin := http.Header{"Vary": {"Origin"}}, r.Header.Get("Origin")
	if origin == "" || !s.allowed(origin) {
		return withHeader(h, r, next)
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "ETag, Location, X-Request-Id")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return withHeader(h, r, next)
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, If-None-Match")
	return &answer{status: http.StatusNoContent, header: h}, nil
}

// withHeader adds to the header of an answer. Where there is an error it is all there is.
func withHeader(h http.Header, r *http.Request, next handler) (*answer, error) {
	a, err := next(r)
	if a == nil {
		a = &answer{header: http.Header{}}
	}
	maps.Copy(a.header, h)
	return a, err
}
