package generator

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// Init writes a new project: the case where base and ours are empty.
func (g *Generator) Init(_ context.Context, o InitOptions) (*Result, error) {
	packs, err := pack.Load(g.Packs)
	if err != nil {
		return nil, err
	}
	stack, err := g.stack(o.Stack)
	if err != nil {
		return nil, err
	}
	doc, err := g.firstManifest(packs, stack, o)
	if err != nil {
		return nil, err
	}
	theirs, err := g.render(packs, stack, doc.Project, nil)
	if err != nil {
		return nil, err
	}
	theirs[manifest.FileName] = render.File{Data: doc.Bytes(), Mode: 0o644}
	place, err := findPlace(o.Dir)
	if err != nil {
		return nil, err
	}
	result := &Result{Label: o.Command, Plan: allNew(theirs)}
	if o.DryRun {
		return result, nil
	}
	result.Applied = true
	for _, p := range packs.InUse(doc.Project) {
		result.Next = slices.Concat(result.Next, p.Next, p.Backend(doc.Project.Pieces[p.Name].Backend).Next)
	}
	return result, place.write(theirs, o.NoGit, result)
}

// firstManifest is an empty manifest after one edit per piece that every project has and per module.
func (g *Generator) firstManifest(packs *pack.Set, stack Stack, o InitOptions) (*manifest.Document, error) {
	edits, err := firstEdits(packs, o)
	if err != nil {
		return nil, err
	}
	path := o.ModulePath
	if path == "" {
		path = o.Name
	}
	// The names are checked before they stand in any text.
	if err := checkNames(stack, manifest.Project{}, manifest.Project{Name: o.Name, ModulePath: path}); err != nil {
		return nil, err
	}
	doc, err := manifest.New(o.Name, stack.Name(), path, packs.Schema())
	if err != nil {
		return nil, &Usage{What: err.Error()}
	}
	doc, err = manifest.Sequence(edits...)(doc, g.Now())
	if err != nil {
		return nil, &Usage{What: err.Error()}
	}
	return doc, checkNames(stack, manifest.Project{Name: o.Name, ModulePath: path}, doc.Project)
}

func firstEdits(packs *pack.Set, o InitOptions) ([]manifest.Edit, error) {
	var edits []manifest.Edit
	for _, p := range packs.All() {
		backend := o.Backends[p.Name]
		if backend != "" {
			if err := checkPiece(packs, p.Name, backend, nil); err != nil {
				return nil, err
			}
		}
		if p.Always && p.Listed() {
			if names := p.BackendNames(); backend == "" && len(names) > 0 {
				backend = names[0]
			}
			edits = append(edits, manifest.SetPiece(p.Name, manifest.Piece{Backend: backend}))
		}
	}
	specs := o.Modules
	if len(specs) == 0 && packs.Example != "" {
		specs = []string{packs.Example}
	}
	for _, spec := range specs {
		name, fields, err := parseModule(spec)
		if err != nil {
			return nil, err
		}
		edits = append(edits, manifest.AddModule(name, fields))
	}
	return edits, nil
}

func allNew(theirs render.Tree) *plan.Plan {
	p := &plan.Plan{}
	for _, path := range theirs.Paths() {
		f := theirs[path]
		p.Entries = append(p.Entries, plan.Entry{Path: path, Action: plan.Create, New: &f, Base: &f})
	}
	return p
}

// NameFor is the project name that a folder suggests.
func NameFor(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	return filepath.Base(abs)
}
