package queue

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// get asks for a path.
func (q *Queue) get(path string) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	q.Routes(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestClientsAreToldWhereToAskForAJobAndHowFarItIs(t *testing.T) {
	q := testQueue(t)
	job, err := Enqueue(t.Context(), q.table.db, task{Name: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	accepted := httptest.NewRecorder()
	if err := Accepted(accepted, job); err != nil || accepted.Code != http.StatusAccepted {
		t.Errorf("got %d, %v", accepted.Code, err)
	}
	at := accepted.Header().Get("Location")
	if w := q.get(at); w.Code != http.StatusOK || w.Body.String() != accepted.Body.String() || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%s answers %d %s; accepted was %s", at, w.Code, w.Body, accepted.Body)
	}
	defer q.Start(t.Context(), []Handler{tasks{}.handler()})()
	q.becomes(t, job.ID, Done)
	var done Status
	if err := json.Unmarshal(q.get(at).Body.Bytes(), &done); err != nil || done.State != Done || done.Attempts != 1 || done.FinishedAt == nil {
		t.Errorf("in the end it is %+v, %v", done, err)
	}
}

func TestThereIsNothingToTellOfUnknownJobs(t *testing.T) {
	q := testQueue(t)
	for _, id := range []string{uuid.NewString(), "x"} {
		if w := q.get("/api/v1/jobs/" + id); w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: got %d %s", id, w.Code, w.Body)
		}
	}
}

func TestAJobThatIsPublishedWaitsAsFarAsClientsKnow(t *testing.T) {
	q := testQueue(t)
	id := q.enqueue(t, task{})
	if _, err := q.table.db.Exec(t.Context(), `UPDATE "queue_jobs" SET "state" = 'published' WHERE "id" = $1`, id); err != nil {
		t.Fatal(err)
	}
	if w := q.get("/api/v1/jobs/" + id.String()); !strings.Contains(w.Body.String(), `"state":"waiting"`) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
