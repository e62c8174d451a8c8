package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// project is a generated project.
type project struct {
	t   *testing.T
	dir string
}

// newProject is `scale init shop` with more arguments.
func newProject(t *testing.T, args ...string) *project {
	t.Helper()
	p := &project{t, t.TempDir()}
	p.run("scale", append([]string{"init", "shop"}, args...)...)
	p.dir = filepath.Join(p.dir, "shop")
	return p
}

// run runs a command in the project, which has to succeed, and returns what it printed.
func (p *project) run(name string, args ...string) string {
	p.t.Helper()
	return p.runWith(nil, name, args...)
}

// runWith runs a command with more variables in its environment.
func (p *project) runWith(env []string, name string, args ...string) string {
	p.t.Helper()
	cmd := exec.CommandContext(p.t.Context(), name, args...)
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// commit is what a developer does after a change.
func (p *project) commit(message string) {
	p.t.Helper()
	p.run("git", "add", "--all")
	p.run("git", "commit", "--quiet", "--message", message)
}

// edit is what a person does in an editor: it replaces the one place of old.
func (p *project) edit(file, old, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, filepath.FromSlash(file))
	data, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if n := strings.Count(string(data), old); n != 1 {
		p.t.Fatalf("%s holds %q %d times", file, old, n)
	}
	p.write(file, strings.Replace(string(data), old, text, 1))
}

// write puts a file into the project.
func (p *project) write(file, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// build builds the project as it is now and returns the path of the program.
func (p *project) build() string {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), program("shop"))
	p.run("go", "build", "-o", path, "./cmd/shop")
	return path
}

// program is the file name of a program.
func program(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
