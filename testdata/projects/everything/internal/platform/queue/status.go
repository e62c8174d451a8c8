package queue

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/httpx"
	"everything/internal/platform/problem"
)

// State is where a job stands.
type State string

// A job waits until a worker takes it, is running, and in the end is done, or dead when no attempt has worked.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Dead    State = "dead"
)

// published is the state of a job of which a worker is told by the broker.
const published State = "published"

// seen is the state as clients see it: one that is published waits.
func (s State) seen() State {
	if s == published {
		return Waiting
	}
	return s
}

// Status is what a client learns of a job: neither what it has to know nor what went wrong.
type Status struct {
	ID         uuid.UUID  `json:"id"`
	State      State      `json:"state"`
	Attempts   int        `json:"attempts"`
	CreatedAt  time.Time  `json:"created_at"`
	FinishedAt *time.Time `json:"finished_at"`
}

// Accepted answers a request whose work goes on in a job, with where to ask for it.
func Accepted(w http.ResponseWriter, job Status) error {
	w.Header().Set("Location", "/api/v1/jobs/"+job.ID.String())
	return httpx.JSON(w, http.StatusAccepted, job)
}

// Routes registers the resource of jobs. api/openapi-queue.yaml describes it.
func (q *Queue) Routes(mux httpx.Mux) {
	mux.Handle("GET /api/v1/jobs/{id}", httpx.Handler(q.handleGet))
}

func (q *Queue) handleGet(w http.ResponseWriter, r *http.Request) error {
	id, err := httpx.ID(r)
	if err != nil {
		return err
	}
	job, found, err := q.table.find(r.Context(), id)
	if err == nil && !found {
		err = problem.New(http.StatusNotFound, "there is no job with this id")
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return httpx.JSON(w, http.StatusOK, job.status())
}

// Seed writes nothing: there are no example jobs.
func (*Queue) Seed(context.Context) error { return nil }

// Jobs are none of the queue's own.
func (*Queue) Jobs() []Handler { return nil }
