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
		manifest, err := os.ReadFile(filepath.Join(p.dir, "scale.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		log, err := os.Create(filepath.Join(t.TempDir(), "log"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = log.Close() }() // the processes that wrote it have ended
		env := []string{"DATABASE_URL=" + b.empty(t)}
		results, err := conformance.Run(t.Context(), conformance.Target{
			Manifest: manifest,
			Start:    conformance.Command(t.TempDir(), log, env, p.build()),
		})
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
	})
}
