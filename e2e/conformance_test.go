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
	p := newProject(t, "--database", "postgres", "--module", everyType, "--module", "note order:ref(order) line:string")
	p.run("scale", "add", "cache", "--backend", "redis")
	p.run("scale", "add", "auth")
	p.run("scale", "add", "ratelimit", "--backend", "redis")
	keepsPromises(t, p, "DATABASE_URL="+postgres().empty(t), "CACHE_URL="+redisServer(t).URL(), "CACHE_TIMEOUT=2s", "RATE_LIMIT_TIMEOUT=2s")
}

// keepsPromises runs the whole suite on a project.
func keepsPromises(t *testing.T, p *project, env ...string) {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(p.dir, "scale.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }() // the processes that wrote it have ended
	program := conformance.Command(t.TempDir(), log, env, p.build())
	results, err := conformance.Run(t.Context(), conformance.Target{Manifest: manifest, Start: program.Start, Run: program.Run})
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, r := range results {
		for _, fault := range r.Faults {
			t.Errorf("%s: %s", r.Check, fault)
		}
		if r.NotRun != "" {
			t.Errorf("%s was not run: %s", r.Check, r.NotRun)
		} else if !r.Failed() {
			kept++
		}
	}
	t.Logf("%d of %d promises kept", kept, len(results))
}
