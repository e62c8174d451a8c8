package generator_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

func TestSmoke(t *testing.T) {
	g := &generator.Generator{Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{}}, Now: time.Now}
	dir := os.Getenv("SMOKE")
	r, err := g.Init(context.Background(), generator.InitOptions{Dir: dir, Name: "shop", Options: generator.Options{Command: "scale init shop"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(r.Plan.Entries), r.Commit)
}
