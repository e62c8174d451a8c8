package generator

import (
	"fmt"
	"maps"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/render"
)

// render gives the tree for a project, the stack's dependency files among it.
func (g *Generator) render(packs *pack.Set, stack Stack, p manifest.Project, facts map[string]any) (render.Tree, error) {
	dependencies, err := stack.Dependencies(packs.FS, p)
	if err != nil {
		return nil, err
	}
	tree, err := render.Render(render.Input{Project: p, Packs: packs, Funcs: stack.Funcs(), Facts: facts, Extra: dependencies})
	if err != nil {
		return nil, err
	}
	return tree, format(stack, tree)
}

// format gives every file the canonical form of its language, all of them at once: it takes as long as rendering them.
func format(stack Stack, tree render.Tree) error {
	var files errgroup.Group
	var mu sync.Mutex // for the tree
	for path, f := range maps.Clone(tree) {
		files.Go(func() (err error) {
			if f.Data, err = stack.Format(path, f.Data); err != nil {
				return fmt.Errorf("rendering %s: %w", path, err)
			}
			mu.Lock()
			defer mu.Unlock()
			tree[path] = f
			return nil
		})
	}
	return files.Wait()
}

// Render gives the tree that scale would write for a project, without its manifest and baseline. Tools that record
// dependencies or compare templates use it.
func (g *Generator) Render(p manifest.Project) (render.Tree, error) {
	packs, err := pack.Load(g.Packs)
	if err != nil {
		return nil, err
	}
	stack, err := g.stack(p.Stack)
	if err != nil {
		return nil, err
	}
	return g.render(packs, stack, p, nil)
}
