package e2e

import (
	"os"
	"slices"
	"testing"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/scripts/pairs/cover"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// TestTheTestsOfEveryBackendPass runs the tests of projects with modules in which every backend of every piece stands at
// least once. No server is missing, so no test is skipped.
func TestTheTestsOfEveryBackendPass(t *testing.T) {
	packs, err := pack.Load(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	g := &generator.Generator{Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{}}}
	factors := cover.Factors(packs)
	rows := slices.DeleteFunc(cover.Pairs(packs, factors), func(r cover.Row) bool { return r[0] == "0" })
	for _, r := range cover.Singles(rows) {
		t.Run(cover.Name(factors, r), func(t *testing.T) {
			p, err := cover.Project(packs, gostack.Stack{}.Name(), factors, r)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := g.Render(p)
			if err != nil {
				t.Fatal(err)
			}
			made := &project{t, t.TempDir()}
			if err := cover.Write(made.dir, tree); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(backends(), func(b backend) bool { return b.name == p.Pieces["database"].Backend })
			made.test(backends()[i], "GOFLAGS=-trimpath", "TEST_REDIS_URL="+os.Getenv("SCALE_REDIS_URL"),
				"TEST_CACHE_URL="+os.Getenv("SCALE_MEMCACHED_URL"), "TEST_QUEUE_URL="+brokerOf(p))
		})
	}
}

// brokerOf is the address of the server for a project's queue, or "" where it needs none.
func brokerOf(p manifest.Project) string {
	for _, b := range brokers() {
		if b.name == p.Pieces["queue"].Backend {
			return os.Getenv(b.variable)
		}
	}
	return ""
}
