package main

import (
	"net/http"
	"strings"
	"time"
)

func jobFaults() []fault {
	const (
		found    = "a job that there is not is not found"
		methods  = "jobs can only be read, one by one"
		accepted = "work that is handed over is accepted, with where to ask for it"
		ends     = "a job that was accepted comes to its end"
		outlives = "a job that was accepted outlives its process"
	)
	return []fault{
		{"an id that no job could have is called wrong", found, inJobs(func(r *http.Request, a *answer) {
			if a.status == http.StatusNotFound && !strings.Contains(r.URL.Path, "-7") {
				a.refuse(http.StatusBadRequest)
			}
		})},
		{"a job can be taken away", methods, inJobs(func(r *http.Request, a *answer) {
			if r.Method == http.MethodDelete {
				a.status, a.body = http.StatusNoContent, nil
			}
		})},
		{"jobs are listed", methods, after(func(r *http.Request, a *answer) {
			if r.URL.Path == jobsPath && r.Method == http.MethodGet {
				a.pass(http.StatusOK, object{"items": []object{}})
			}
		})},
		{"/readyz says nothing of the queue", "/readyz tells of the queue", onPath("/readyz", func(a *answer) {
			delete(at(a.object(), "checks"), "queue")
		})},
		{"/readyz does not say how many jobs are dead", "/readyz tells how many jobs wait, and for how long", onPath("/readyz", func(a *answer) {
			delete(at(a.object(), "details", "queue"), "dead")
		})},
		{"the document lacks jobs", "/openapi.json describes every route", inDocument(func(d object) {
			delete(at(d, "paths"), jobsPath+"/{id}")
		})},
		{"Location is that of what the job is about", accepted, inAccepted(func(r *http.Request, a *answer) {
			a.header.Set("Location", strings.TrimSuffix(r.URL.Path, "/receipt"))
		})},
		{"work that is accepted has no Location", accepted, inAccepted(func(_ *http.Request, a *answer) { a.header.Del("Location") })},
		{"work that is handed over is called done", accepted, func(s *server) {
			inAccepted(func(_ *http.Request, a *answer) { a.status = http.StatusOK })(s)
			inDocument(func(d object) {
				responses := at(d, "paths", s.modules[0].path+"/{id}/receipt", "post", "responses")
				responses["200"] = responses["202"]
			})(s)
		}},
		{"a job that is done still waits", ends, func(s *server) {
			s.jobs.shown = func(o object) {
				if o["state"] == "done" {
					o["state"], o["finished_at"] = "waiting", nil
				}
			}
		}},
		{"a job that is done says not when", ends, func(s *server) { s.jobs.shown = func(o object) { o["finished_at"] = nil } }},
		{"a job has finished before it is done", ends, func(s *server) {
			s.jobs.took = 2 * time.Second // so that it is seen to wait
			s.jobs.shown = func(o object) { o["finished_at"] = o["created_at"] }
		}},
		{"a job is given up", ends, func(s *server) { s.jobs.finish = func(j *job) { j.State, j.Attempts = "dead", 10 } }},
		{"a job goes with a process that does not work", outlives, func(s *server) {
			s.jobs.keep = func(job) bool { return s.jobs.workers }
		}},
		{"a cache may keep how far a job is", "how far a job is, is kept by no cache", inJobs(func(_ *http.Request, a *answer) {
			a.header.Del("Cache-Control")
		})},
		{"anybody may ask for a job", "how far a job is, is told to callers only", func(s *server) {
			closed := s.auth.closed
			s.auth.closed = func(r *http.Request, v visitor) bool {
				return closed(r, v) && !strings.HasPrefix(r.URL.Path, jobsPath+"/")
			}
		}},
	}
}

// inJobs lets a fault alter the answers about single jobs.
func inJobs(alter func(r *http.Request, a *answer)) func(*server) {
	return after(func(r *http.Request, a *answer) {
		if strings.HasPrefix(r.URL.Path, jobsPath+"/") {
			alter(r, a)
		}
	})
}

// inAccepted lets a fault alter the answers to work that is handed over.
func inAccepted(alter func(r *http.Request, a *answer)) func(*server) {
	return after(func(r *http.Request, a *answer) {
		if a.status == http.StatusAccepted {
			alter(r, a)
		}
	})
}
