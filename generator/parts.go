package generator

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/render"
)

// A part is something of its own in a module that a piece in use knows how to write: `parts:` in its piece.yaml says of
// which kinds there are any.

// AddParts gives modules parts of a kind; each spec is "module.name".
func (g *Generator) AddParts(ctx context.Context, dir, kind string, specs []string, o Options) (*Result, error) {
	edits, err := g.partEdits("add", kind, specs, manifest.AddPart)
	if err != nil {
		return nil, err
	}
	return g.run(ctx, change{dir: dir, edit: edits, before: ready, part: kind, options: o})
}

// RemoveParts takes parts out; files of theirs that were edited stay with the user.
func (g *Generator) RemoveParts(ctx context.Context, dir, kind string, specs []string, o Options) (*Result, error) {
	edits, err := g.partEdits("remove", kind, specs, manifest.RemovePart)
	if err != nil {
		return nil, err
	}
	return g.run(ctx, change{dir: dir, edit: edits, before: ready, removes: true, options: o})
}

// partEdits makes one edit of the manifest for each part. Names that come in are asked first, so that a bad one is called
// bad.
func (g *Generator) partEdits(verb, name string, specs []string, edit func(kind, module, name string) manifest.Edit) (func(*session) manifest.Edit, error) {
	packs, err := pack.Load(g.Packs)
	if err != nil {
		return nil, err
	}
	kind, known := packs.Kind(name)
	if !known {
		return nil, unknown("kind of parts", name, kindNames(packs))
	}
	var parts [][2]string
	for _, spec := range specs {
		module, part, found := strings.Cut(spec, ".")
		if !found || module == "" {
			return nil, usagef("scale "+verb+" "+name+" "+kind.Example, "%q names no module: write module.name", spec)
		}
		parts = append(parts, [2]string{module, part})
	}
	return func(s *session) manifest.Edit {
		return func(d *manifest.Document, now time.Time) (*manifest.Document, error) {
			for _, p := range parts {
				if m, _ := d.Project.Module(p[0]); !slices.Contains(m.Parts, manifest.Part{Kind: name, Name: p[1]}) {
					if err := s.stack.CheckName(name, p[1]); err != nil {
						return nil, err
					}
				}
				var err error
				if d, err = edit(name, p[0], p[1])(d, now); err != nil {
					return nil, err
				}
			}
			return d, nil
		}
	}, nil
}

func kindNames(packs *pack.Set) []string {
	var names []string
	for _, k := range packs.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// checkParts refuses parts whose piece is not in use. Those that were asked for one by one do not go unasked with a piece.
func (s *session) checkParts(p manifest.Project, inUse, before []*pack.Piece) error {
	for _, kind := range s.packs.Kinds() {
		specs := partsOf(p, kind.Name)
		switch {
		case len(specs) == 0 || has(inUse, kind.Piece):
		case has(before, kind.Piece):
			return refusef(s.mend("remove", kind.Name+" "+strings.Join(specs, " ")), "%s has %s: %s", kind.Piece, kind.Plural, strings.Join(specs, ", "))
		default:
			return refusef(s.mend("add", kind.Piece), "%s %s needs %s", kind.Name, specs[0], kind.Piece)
		}
	}
	return nil
}

// partsOf lists the parts of a kind in all modules, as a command names them.
func partsOf(p manifest.Project, kind string) []string {
	var specs []string
	for _, m := range p.Modules {
		for _, part := range m.PartsOf(kind) {
			specs = append(specs, m.Name+"."+part.Name)
		}
	}
	return specs
}

// partsShown lists the parts of a module by the plural of their kind.
func (s *session) partsShown(m manifest.Module) map[string][]string {
	shown := map[string][]string{}
	for _, kind := range s.packs.Kinds() {
		for _, part := range m.PartsOf(kind.Name) {
			shown[kind.Plural] = append(shown[kind.Plural], part.Name)
		}
	}
	return shown
}

// explainParts adds what the packs say of each new part.
func (s *session) explainParts(r *Result, w *work) error {
	in := s.input(w)
	for _, m := range w.after.Modules {
		old, _ := w.before.Module(m.Name)
		for _, part := range m.Parts {
			if slices.Contains(old.Parts, part) {
				continue
			}
			notes, next, err := render.PartTexts(in, m, part)
			if err != nil {
				return err
			}
			r.Notes = append(r.Notes, notes...)
			for _, command := range next {
				if !slices.Contains(r.Next, command) { // the same for two parts of a module
					r.Next = append(r.Next, command)
				}
			}
		}
	}
	return nil
}

// needsAnotherName explains a rendering in which a part brings a file that the project has.
func (s *session) needsAnotherName(err error) error {
	var twice *render.Twice
	if !errors.As(err, &twice) || twice.Part == nil {
		return err
	}
	part := twice.Part
	spec := part.Kind + " " + part.Module + "." + part.Name
	if m, _ := s.applied.Project.Module(part.Module); slices.Contains(m.Parts, part.Part) {
		return refusef(s.mend("remove", spec), "the change brings %s, and %s has a file of that name", twice.Path, spec)
	}
	return usagef("", "%s would bring %s, and the project has a file of that name: give it another name", spec, twice.Path)
}
