package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/scalecli/scale/conformance"
)

func TestEveryDatabaseKeepsThePromisesOfTheAPI(t *testing.T) {
	each(t, backends(), func(t *testing.T, b backend) {
		p := newProject(t, "--database", b.name, "--module", everyType, "--module", "note order:ref(order) line:string")
		keepsPromises(t, p, "DATABASE_URL="+b.empty(t))
	})
}

// A machine that is busy with tests must not pass for servers that are away, so the time-outs are long.
func TestAProjectWithEveryPieceKeepsThePromises(t *testing.T) {
	p := everyPiece(t)
	servers := []string{"CACHE_URL=" + redisServer(t).URL(), "CACHE_TIMEOUT=2s", "RATE_LIMIT_TIMEOUT=2s"}
	t.Run("alone", func(t *testing.T) {
		p.t = t
		keepsPromises(t, p, append(servers, "DATABASE_URL="+postgres().empty(t))...)
	})
	p.t = t
	p.run("scale", "add", "loadbalancer")
	program := p.build()
	for _, b := range balancers() {
		t.Run("behind "+b.name, func(t *testing.T) {
			p.t = t
			p.run("scale", "add", "loadbalancer", "--backend", b.name)
			keepsPromisesBehind(startCluster(t, p, program, append(servers, "CORS_ORIGINS="+page,
				"RATE_LIMIT_IP=off", "RATE_LIMIT_USER=off", "RATE_LIMIT_KEY=off")...))
		})
	}
}

// everyPiece is a project with all pieces that answer requests, on servers, and with a route that hands work over.
func everyPiece(t *testing.T) *project {
	t.Helper()
	p := newProject(t, "--database", "postgres", "--module", everyType, "--module", "note order:ref(order) line:string")
	p.run("scale", "add", "cache", "--backend", "redis")
	p.run("scale", "add", "auth")
	p.run("scale", "add", "ratelimit", "--backend", "redis")
	p.run("scale", "add", "queue")
	p.run("scale", "add", "job", "note.send")
	p.edit("internal/note/note.go", "type Store interface {\n", "type Store interface {\n\tJobs\n")
	p.edit("internal/note/http.go", "func (m *Module) Routes(mux httpx.Mux) {\n", "func (m *Module) Routes(mux httpx.Mux) {\n\tmux.Handle(\"POST /api/v1/notes/{id}/sending\", httpx.Handler(m.handleSending))\n")
	p.write("internal/note/sending.go", `package note

import (
	"net/http"

	"shop/internal/platform/queue"
)

func (m *Module) handleSending(w http.ResponseWriter, r *http.Request) error {
	row, err := m.find(r)
	if err != nil {
		return err
	}
	job, err := m.store.Enqueue(r.Context(), Send{NoteID: row.ID})
	if err != nil {
		return err
	}
	return queue.Accepted(w, job)
}
`)
	p.edit("api/note.yaml", "\ncomponents:\n", `
  /api/v1/notes/{id}/sending:
    parameters:
      - {$ref: "#/components/parameters/ID"}
    post:
      operationId: sendNote
      summary: Send a note, later
      responses:
        "202": {$ref: "#/components/responses/Accepted"}
        default: {$ref: "#/components/responses/Problem"}

components:
`)
	return p
}

// keepsPromises runs the whole suite on a project.
func keepsPromises(t *testing.T, p *project, env ...string) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }() // the processes that wrote it have ended
	program := conformance.Command(t.TempDir(), log, env, p.build())
	for _, r := range kept(t, p, conformance.Target{Start: program.Start, Run: program.Run}) {
		if r.NotRun != "" {
			t.Errorf("%s was not run: %s", r.Check, r.NotRun)
		}
	}
}

// kept runs the suite on a target that is of a project, and returns how it went.
func kept(t *testing.T, p *project, target conformance.Target) []conformance.Result {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(p.dir, "scale.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	target.Manifest = manifest
	results, err := conformance.Run(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, r := range results {
		for _, fault := range r.Faults {
			t.Errorf("%s: %s", r.Check, fault)
		}
		if r.NotRun == "" && !r.Failed() {
			kept++
		}
	}
	t.Logf("%d of %d promises kept", kept, len(results))
	return results
}

// page is where browsers may call from.
const page = "https://shop.example"

// keepsPromisesBehind runs the suite through the load balancer: all but the checks that take processes of their own, and the
// one of a body that comes a byte at a time. Such a body costs nginx a connection, and no instance; it has no time-out for
// that, and those of the others take half a minute.
func keepsPromisesBehind(c *cluster) {
	c.t.Helper()
	c.front.waitReady()
	kept(c.t, c.project, conformance.Target{
		URL: c.front.base, Origin: page, Key: c.apikey(c.program, c.database, "create", "conformance"),
		Want: func(name string) bool { return name != "a client that does not finish its body is cut off" },
	})
}
