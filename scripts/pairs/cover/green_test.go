package cover

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// TestEveryPairOfChoicesIsGreen builds, vets and tests the projects of all rows as their owners would, without the
// network. Tests that need a server are skipped where there is none; make e2e brings them.
func TestEveryPairOfChoicesIsGreen(t *testing.T) {
	packs, all := factors(t)
	g := &generator.Generator{Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{}}}
	for _, r := range Pairs(packs, all) {
		t.Run(Name(all, r), func(t *testing.T) {
			t.Parallel()
			p, err := Project(packs, gostack.Stack{}.Name(), all, r)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := g.Render(p)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := Write(dir, tree); err != nil {
				t.Fatal(err)
			}
			for _, argv := range (gostack.Stack{}).Proof() {
				run(t, dir, argv...)
			}
			if out := run(t, dir, "go", "mod", "tidy", "-diff"); out != "" {
				t.Errorf("go mod tidy would change:\n%s", out)
			}
		})
	}
}

// run runs a command in a project. Without paths in the build cache, projects in different folders share what was built.
func run(t *testing.T, dir string, argv ...string) string {
	t.Helper()
	c := exec.Command(argv[0], argv[1:]...)
	c.Dir = dir
	c.Env = append(os.Environ(), "CI=", "GOFLAGS=-trimpath", "GOWORK=off", "GOPROXY=off")
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(argv, " "), err, out, &said)
	}
	return string(out)
}
