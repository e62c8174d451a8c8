package conformance_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/scalecli/scale/conformance"
)

// TestGeneratedProjectsKeepTheirPromises runs the suite on whole generated projects. "types" has every type of field, and
// more than one module, so every check of a project without pieces has something to say about it; "guarded" has pieces, and
// "queued" a queue, with a route of its owner's that hands work over.
func TestGeneratedProjectsKeepTheirPromises(t *testing.T) {
	for _, name := range []string{"shop", "types", "grown", "bare", "guarded", "queued"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			project := filepath.Join("..", "testdata", "projects", name)
			if name == "queued" {
				project = edited(t, project, filepath.Join("testdata", "accepted.patch"))
			}
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

// edited is a copy of a project with an edit of its owner's.
func edited(t *testing.T, project, patch string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(project)); err != nil {
		t.Fatal(err)
	}
	apply := exec.Command("git", "apply", "--whitespace=nowarn", "-")
	// A checkout of this repository in CRLF must not get into the project.
	apply.Dir, apply.Stdin = dir, bytes.NewReader(bytes.ReplaceAll(read(t, patch), []byte("\r\n"), []byte("\n")))
	apply.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if out, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("%s does not fit the project any more; make the same edit on it and take git's diff of it: %v\n%s", patch, err, out)
	}
	return dir
}

// mayBeLeftOut reports whether a check need not be run on a project: there is one of them for each, and the others lack
// fields or modules.
func mayBeLeftOut(name, why string) bool {
	lacks := strings.HasPrefix(why, "no module has") || strings.HasPrefix(why, "the project has one list")
	return name != "types" && (name != "guarded" && name != "queued" || lacks)
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
