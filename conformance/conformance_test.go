package conformance_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/scalecli/scale/conformance"
)

// TestGeneratedProjectsKeepTheirPromises runs the suite on whole generated projects. "types" has every type of field, and
// more than one module, so every check of a project without pieces has something to say about it; "guarded" has the pieces.
func TestGeneratedProjectsKeepTheirPromises(t *testing.T) {
	for _, name := range []string{"shop", "types", "grown", "bare", "guarded"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			project := filepath.Join("..", "testdata", "projects", name)
			program := program(t, build(t, project, name))
			results, err := conformance.Run(t.Context(), conformance.Target{
				Manifest: read(t, filepath.Join(project, "scale.yaml")),
				Start:    program.Start,
				Run:      program.Run,
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range results {
				for _, fault := range r.Faults {
					t.Errorf("%s: %s", r.Check, fault)
				}
				if r.NotRun != "" && !mayBeLeftOut(name, r.NotRun) && runtime.GOOS != "windows" { // which knows no SIGTERM
					t.Errorf("%s: not run: %s", r.Check, r.NotRun)
				}
			}
		})
	}
}

// build builds a project and returns the program.
func build(t *testing.T, project, name string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), name)
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	c := exec.Command("go", "build", "-o", program, "./cmd/"+name)
	c.Dir = project
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// mayBeLeftOut reports whether a check need not be run on a project: there is one of them for each, and the others lack
// fields or modules.
func mayBeLeftOut(name, why string) bool {
	return name != "types" && (name != "guarded" || strings.HasPrefix(why, "no module has") || strings.HasPrefix(why, "the project has one list"))
}

// program runs in a folder of its own, where its database will be.
func program(t *testing.T, path string) *conformance.Program {
	return conformance.Command(t.TempDir(), t.Output(), []string{"LOG_LEVEL=warn"}, path)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
