package conformance

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// jobs are the promises about work that is done later.
func jobs() []Check {
	return slices.Concat(
		with([]string{queuePiece},
			Check{Name: "a job that there is not is not found", run: unknownJobs},
			Check{Name: "jobs can only be read, one by one", run: jobMethods},
			Check{Name: "/readyz tells of the queue", run: queueIsReady},
			Check{Name: "/readyz tells how many jobs wait, and for how long", run: queueIsTold},
			Check{Name: "work that is handed over is accepted, with where to ask for it", run: acceptedWork},
			Check{Name: "a job that was accepted comes to its end", run: jobsEnd},
			Check{Name: "a job that was accepted outlives its process", kind: waiting, run: jobsOutlive},
			Check{Name: "how far a job is, is kept by no cache", run: jobsAreNotKept},
		),
		with([]string{queuePiece, authPiece},
			Check{Name: "how far a job is, is told to callers only", run: jobsAreGuarded},
		),
	)
}

const jobsPath = "/api/v1/jobs"

func unknownJobs(t *T) {
	for _, id := range noIDs() {
		t.findsNone("GET", jobsPath+"/"+id, nil)
	}
}

// jobMethods asks for all jobs too: their ids are what keeps them from others.
func jobMethods(t *T) {
	t.refuses(jobsPath+"/"+uuid.NewString(), "GET")
	t.want(t.ask("GET", jobsPath, nil), 404)
	t.want(t.ask("POST", jobsPath, object{}), 404)
}

func queueIsReady(t *T) {
	a := t.ask("GET", "/readyz", nil)
	if checks, _ := a.object()["checks"].(object); checks["queue"] != "ok" {
		t.Errorf(`want {"checks": {"queue": "ok", …}, …}: %s`, a)
	}
}

// queueIsTold wants numbers, whatever they are: jobs of others may be waiting.
func queueIsTold(t *T) {
	a := t.ask("GET", "/readyz", nil)
	details, _ := a.object()["details"].(object)
	queue, _ := details["queue"].(object)
	for _, name := range []string{"waiting", "retrying", "running", "dead", "lag_seconds", "age_seconds"} {
		if n, is := queue[name].(json.Number); !is || strings.HasPrefix(n.String(), "-") {
			t.Errorf(`want {"details": {"queue": {%q: a number, …}}, …}: %s`, name, a)
		}
	}
}

// handOver asks a route that hands work over: one whose 202 is the Accepted of the document. Nothing is generated that does,
// so that a project has one only where its owner wrote it.
func (t *T) handOver(base string) answer {
	d, err := t.document()
	if err != nil {
		t.Skipf("/openapi.json: %v", err)
	}
	for _, template := range d.accepting() {
		for _, m := range t.modules {
			path, body, can := t.request(d, m, template)
			if !can {
				continue
			}
			a, err := t.exchange(base, "POST", path, body)
			if err != nil {
				t.Fatalf("POST %s: no answer: %v", path, err)
			}
			t.seen.add(a)
			return a
		}
	}
	t.Skipf("no route hands work over")
	return answer{}
}

// accepting are the paths whose POST answers with what the document calls Accepted.
func (d *document) accepting() []string {
	paths, _ := d.at("/paths").(object)
	var some []string
	for template := range paths {
		o, _ := d.at("/paths/" + escape(template) + "/post/responses/202").(object)
		if o["$ref"] == "#/components/responses/Accepted" {
			some = append(some, template)
		}
	}
	slices.Sort(some)
	return some
}

// request is a POST to a path of a module, if the suite knows enough for one: a new row for its list, or none for what is
// below a row.
func (t *T) request(d *document, m module, template string) (path string, body any, can bool) {
	if template == m.path {
		return m.path, t.draft(m, nil), true
	}
	rest, below := strings.CutPrefix(template, m.path+"/{")
	_, rest, _ = strings.Cut(rest, "}")
	needs, _ := d.at(d.follow("/paths/" + escape(template) + "/post/requestBody")).(object)
	if !below || strings.Contains(rest, "{") || needs["required"] == true {
		return "", nil, false
	}
	return t.create(m, nil).path + rest, nil, true
}

func acceptedWork(t *T) {
	a := t.must(t.handOver(t.base), 202)
	location, err := url.Parse(a.header.Get("Location"))
	if err != nil || !strings.HasPrefix(location.Path, jobsPath+"/") {
		t.Fatalf("Location is %q, want %s/…: %s", a.header.Get("Location"), jobsPath, a)
	}
	if now := t.ask("GET", location.RequestURI(), nil); t.want(now, 200) && now.object()["id"] != a.object()["id"] {
		t.Errorf("two jobs: %s and %s", a, now)
	}
}

// accepted is the path of a job whose work was just handed over to a process; "" where another check says what is wrong.
func (t *T) accepted(base string) string {
	a := t.handOver(base)
	id, _ := a.object()["id"].(string)
	for _, path := range []string{a.header.Get("Location"), jobsPath + "/" + id} {
		if strings.HasPrefix(path, jobsPath+"/") && t.ask("GET", path, nil).status == 200 {
			return path
		}
	}
	return ""
}

func jobsEnd(t *T) {
	if path := t.accepted(t.base); path != "" {
		t.ends(path)
	}
}

// ends waits until a job is done, for longer than two attempts are apart.
func (t *T) ends(path string) {
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		a := t.must(t.ask("GET", path, nil), 200)
		job := a.object()
		finished, ended := job["finished_at"].(string)
		switch state := job["state"]; {
		case state == "done" && (!ended || attempts(job) < 1):
			t.Errorf("it is done, and says not when or in which attempt: %s", a)
		case state == "dead":
			t.Errorf("its work cannot be done: %s", a)
		case state != "done" && ended:
			t.Errorf("it has finished at %s, and is not done: %s", finished, a)
		case state != "done" && time.Since(began) < t.target.Patience:
			continue
		case state != "done":
			t.Errorf("it is not done after %s: %s", t.target.Patience, a)
		}
		return
	}
}

func attempts(job object) int64 {
	number, _ := job["attempts"].(json.Number)
	n, _ := number.Int64() // none are none
	return n
}

// jobsOutlive ends a process that runs no jobs as soon as it has accepted one. Another process takes the work up.
func jobsOutlive(t *T) {
	p := t.another(map[string]string{"QUEUE_WORKERS": "0"})
	a := t.handOver(p.URL())
	p.Kill()
	id, _ := a.object()["id"].(string)
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		now := t.must(t.ask("GET", jobsPath+"/"+id, nil), 200)
		if attempts(now.object()) > 0 {
			return
		}
		if time.Since(began) > t.target.Patience {
			t.Fatalf("nobody does the work that a process accepted before it was killed: %s", now)
		}
	}
}

func jobsAreNotKept(t *T) {
	path := t.accepted(t.base)
	if path == "" {
		return
	}
	if a := t.ask("GET", path, nil); a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control is %q, want no-store: %s", a.header.Get("Cache-Control"), a)
	}
}

func jobsAreGuarded(t *T) {
	paths := []string{jobsPath + "/" + uuid.NewString()}
	if path := t.accepted(t.base); path != "" {
		paths = append(paths, path)
	}
	d := t.security()
	for _, path := range paths {
		if d.public("GET", path) {
			t.Skipf("who may ask for a job needs to be no caller")
		}
		t.want(t.ask("GET", path, nil, keyHeader, ""), 401)
	}
}
