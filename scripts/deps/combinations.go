package main

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/render"
	gostack "github.com/scalecli/scale/stacks/go"
)

// combination is one way to choose pieces and backends, rendered.
type combination struct {
	key  string
	tree render.Tree
}

// unrecorded are the packs without what was recorded for them.
type unrecorded struct{ fs.FS }

func (u unrecorded) Open(name string) (fs.File, error) {
	if name == gostack.DepsFile {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return u.FS.Open(name)
}

// combinations renders every choice of pieces whose dependencies can differ from those of another one.
func combinations(packs fs.FS) ([]combination, error) {
	packs = unrecorded{packs}
	set, err := pack.Load(packs)
	if err != nil {
		return nil, err
	}
	g := &generator.Generator{Packs: packs, Stacks: []generator.Stack{gostack.Stack{}}}
	projects := []manifest.Project{sample()}
	for _, p := range set.All() {
		if !p.Listed() {
			continue
		}
		matters, err := matters(g, set, p)
		if err != nil {
			return nil, err
		}
		if matters {
			projects = multiply(projects, p)
		}
	}
	var all []combination
	for _, p := range projects {
		if !fits(set, p) {
			continue
		}
		tree, err := renderBoth(g, p)
		if err != nil {
			return nil, err
		}
		all = append(all, combination{strings.Join(gostack.Choices(p), ","), tree})
	}
	slices.SortFunc(all, func(a, b combination) int { return strings.Compare(a.key, b.key) })
	return all, nil
}

// sample is a project with every type of field.
func sample() manifest.Project {
	m := manifest.Module{Name: "sample", Created: "20260101000000"}
	for _, t := range manifest.Types() {
		name, _, _ := strings.Cut(t, "(")
		spec := "a_" + name + ":" + strings.Replace(t, "module", "sample", 1)
		if f, err := manifest.ParseField(spec); err == nil {
			m.Fields = append(m.Fields, f)
		}
	}
	return manifest.Project{Name: "sample", Stack: gostack.Stack{}.Name(), ModulePath: "sample", Modules: []manifest.Module{m}}
}

// choices are the ways to have a piece: its backends, or just being there; and for one that can be left out, not.
func choices(p *pack.Piece) []string {
	names := p.BackendNames()
	if len(names) == 0 {
		names = []string{""}
	}
	return names
}

// multiply gives each project every choice of a piece.
func multiply(projects []manifest.Project, p *pack.Piece) []manifest.Project {
	var all []manifest.Project
	for _, project := range projects {
		if !p.Always {
			all = append(all, project)
		}
		for _, backend := range choices(p) {
			all = append(all, with(project, p.Name, backend))
		}
	}
	return all
}

func with(project manifest.Project, piece, backend string) manifest.Project {
	pieces := map[string]manifest.Piece{}
	maps.Copy(pieces, project.Pieces)
	pieces[piece] = manifest.Piece{Backend: backend}
	project.Pieces = pieces
	return project
}

// matters reports whether any choice of a piece imports other packages than its absence does. A piece that is in every
// project always matters.
func matters(g *generator.Generator, set *pack.Set, p *pack.Piece) (bool, error) {
	if p.Always {
		return true, nil
	}
	plain := complete(set, sample())
	without, err := renderBoth(g, plain)
	if err != nil {
		return false, err
	}
	for _, backend := range choices(p) {
		tree, err := renderBoth(g, complete(set, with(plain, p.Name, backend)))
		if err != nil {
			return false, err
		}
		if !maps.Equal(external(tree), external(without)) {
			return true, nil
		}
	}
	return false, nil
}

// complete adds the pieces that every project has, and what a chosen one requires, each with its default.
func complete(set *pack.Set, project manifest.Project) manifest.Project {
	for _, p := range set.All() {
		_, chosen := project.Pieces[p.Name]
		if !chosen && p.Listed() && (p.Always || required(set, project, p.Name)) {
			project = with(project, p.Name, choices(p)[0])
		}
	}
	return project
}

func required(set *pack.Set, project manifest.Project, name string) bool {
	for other, piece := range project.Pieces {
		if slices.Contains(set.Piece(other).Needs(piece.Backend), name) {
			return true
		}
	}
	return false
}

// fits reports whether the pieces of a project may stand together.
func fits(set *pack.Set, project manifest.Project) bool {
	has := func(name string) bool { _, ok := project.Pieces[name]; return ok }
	for name, piece := range project.Pieces {
		p := set.Piece(name)
		if slices.ContainsFunc(p.Conflicts, has) {
			return false
		}
		for _, r := range p.Needs(piece.Backend) {
			if set.Piece(r).Listed() && !has(r) {
				return false
			}
		}
	}
	return true
}

// renderBoth renders a project. With and without modules it must import the same packages, since what is recorded does
// not tell the two apart.
func renderBoth(g *generator.Generator, p manifest.Project) (render.Tree, error) {
	tree, err := g.Render(p)
	if err != nil {
		return nil, err
	}
	p.Modules = nil
	empty, err := g.Render(p)
	if err != nil {
		return nil, err
	}
	if more, less := external(tree), external(empty); !maps.Equal(more, less) {
		return nil, fmt.Errorf("modules change the imports of %v from %v to %v", gostack.Choices(p), less, more)
	}
	return tree, nil
}
