package conformance_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/scalecli/scale/conformance"
)

// TestGeneratedProjectsKeepTheirPromises runs the suite on whole generated projects. "types" has every type of field, and
// more than one module, so every check has something to say about it.
func TestGeneratedProjectsKeepTheirPromises(t *testing.T) {
	for _, name := range []string{"shop", "types", "grown", "bare"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			project := filepath.Join("..", "testdata", "projects", name)
			results, err := conformance.Run(t.Context(), conformance.Target{
				Manifest: read(t, filepath.Join(project, "scale.yaml")),
				Start:    starter(t, build(t, project, name)),
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range results {
				for _, fault := range r.Faults {
					t.Errorf("%s: %s", r.Check, fault)
				}
				if r.NotRun != "" && name == "types" && runtime.GOOS != "windows" { // which knows no SIGTERM
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

// starter starts a program in a folder of its own, where its database will be.
func starter(t *testing.T, program string) func(context.Context, map[string]string) (conformance.Process, error) {
	return conformance.Command(t.TempDir(), t.Output(), []string{"LOG_LEVEL=warn"}, program)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
