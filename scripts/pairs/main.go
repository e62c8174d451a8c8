// Command pairs writes projects into a folder, for linters: those of package cover that have something to lint which the
// others do not.
//
//	go run ./scripts/pairs DIR
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/render"
	"github.com/scalecli/scale/scripts/pairs/cover"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pairs:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: go run ./scripts/pairs DIR")
	}
	packs, err := pack.Load(templates.FS)
	if err != nil {
		return err
	}
	g := &generator.Generator{Packs: templates.FS, Stacks: []generator.Stack{gostack.Stack{}}}
	factors := cover.Factors(packs)
	var trees []render.Tree
	for _, row := range cover.Pairs(packs, factors) {
		p, err := cover.Project(packs, gostack.Stack{}.Name(), factors, row)
		if err != nil {
			return err
		}
		tree, err := g.Render(p)
		if err != nil {
			return err
		}
		trees = append(trees, tree)
	}
	for i, tree := range cover.News(trees) {
		if err := cover.Write(filepath.Join(args[0], strconv.Itoa(i)), tree); err != nil {
			return err
		}
	}
	return nil
}
