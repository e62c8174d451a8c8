package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
)

// jobs are work for later, each in a file of a folder that processes share. To do one takes a moment, and that is all.
type jobs struct {
	folder  string
	workers bool

	took   time.Duration    // by the work of a job
	keep   func(j job) bool // a job that is accepted is written down
	finish func(j *job)     // its work is done
	shown  func(o object)   // alters what is told of a job
}

// job is how far one is.
type job struct {
	ID       string
	State    string
	Attempts int
	Created  time.Time
	Finished *time.Time
}

func newJobs(setting func(string) string) *jobs {
	return &jobs{
		folder: setting("JOBS"), workers: setting("QUEUE_WORKERS") != "0", took: 50 * time.Millisecond,
		keep:  func(job) bool { return true },
		shown: func(object) {},
		finish: func(j *job) {
			now := time.Now()
			j.State, j.Attempts, j.Finished = "done", 1, &now
		},
	}
}

func (q *jobs) path(id string) string { return filepath.Join(q.folder, id+".json") }

func (q *jobs) read(id string) (j job, err error) {
	text, err := os.ReadFile(q.path(id))
	if err == nil {
		err = json.Unmarshal(text, &j)
	}
	return j, err
}

// write replaces the file at once, as others read it all the time. Its new text has a name of its own until then, since
// two processes may do the same job.
func (q *jobs) write(j job) error {
	text, err := json.Marshal(j)
	if err != nil {
		return err
	}
	name := q.path(j.ID) + "." + uuid.NewString()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return err
	}
	return os.Rename(name, q.path(j.ID))
}

// work does what waits, until the process ends.
func (q *jobs) work() {
	for ; ; time.Sleep(q.took) {
		files, err := filepath.Glob(q.path("*"))
		if err != nil {
			panic(err) // the pattern is a fixed one
		}
		for _, name := range files {
			j, err := q.read(strings.TrimSuffix(filepath.Base(name), ".json"))
			if err != nil || j.State != "waiting" || time.Since(j.Created) < q.took {
				continue
			}
			if q.finish(&j); q.write(j) != nil {
				return // the folder is gone, and with it who wants to know
			}
		}
	}
}

// jobsPath is where jobs are asked for.
const jobsPath = "/api/v1/jobs"

// accept hands the work of a request over.
func (s *server) accept(*http.Request) (*answer, error) {
	j := job{ID: s.newID(), State: "waiting", Created: time.Now()}
	if s.jobs.keep(j) {
		if err := s.jobs.write(j); err != nil {
			return nil, err
		}
	}
	a := newAnswer(http.StatusAccepted, s.jobs.show(j))
	a.header.Set("Location", jobsPath+"/"+j.ID)
	return a, nil
}

func (s *server) readJob(r *http.Request) (*answer, error) {
	j, err := s.jobs.read(strings.TrimPrefix(r.URL.Path, jobsPath+"/"))
	if err != nil { // there is no such file, or no file can have such a name
		return nil, newProblem(http.StatusNotFound, "there is no such job")
	}
	return probe(http.StatusOK, s.jobs.show(j)), nil
}

func (q *jobs) show(j job) object {
	o := object{"id": j.ID, "state": j.State, "attempts": j.Attempts, "created_at": showTime(j.Created), "finished_at": nil}
	if j.Finished != nil {
		o["finished_at"] = showTime(*j.Finished)
	}
	q.shown(o)
	return o
}

// describeJobs adds the routes of jobs to the document.
func (s *server) describeJobs(document object) {
	paths, components := at(document, "paths"), at(document, "components")
	components["responses"] = object{"Accepted": object{"description": "accepted", "content": content("application/json", ref("Job"))}}
	at(components, "schemas")["Job"] = object{
		"type": "object", "required": []string{"id", "state", "attempts", "created_at", "finished_at"},
		"properties": object{"state": object{"enum": []string{"waiting", "running", "done", "dead"}}},
	}
	id := object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string"}}
	paths[jobsPath+"/{id}"] = object{"parameters": []object{id}, "get": operation(http.StatusOK, ref("Job"))}
	post := operation(http.StatusAccepted, nil)
	at(post, "responses")["202"] = object{"$ref": "#/components/responses/Accepted"}
	paths[s.modules[0].path+"/{id}/receipt"] = object{"parameters": []object{id}, "post": post}
}

// summary counts the jobs that wait. None of them ever fails, and one that is being done still waits as far as others know.
func (q *jobs) summary() object {
	files, err := filepath.Glob(q.path("*"))
	if err != nil {
		panic(err) // the pattern is a fixed one
	}
	waiting, age := 0, time.Duration(0)
	for _, name := range files {
		if j, err := q.read(strings.TrimSuffix(filepath.Base(name), ".json")); err == nil && j.State == "waiting" {
			waiting, age = waiting+1, max(age, time.Since(j.Created))
		}
	}
	return object{
		"waiting": waiting, "retrying": 0, "running": 0, "dead": 0,
		"lag_seconds": age.Seconds(), "age_seconds": age.Seconds(),
	}
}
