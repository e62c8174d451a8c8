package generator

import (
	"context"
	"fmt"
	"slices"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// RemoveModule takes out what scale wrote of a module. Its tables stay, and what drops them is printed.
func (g *Generator) RemoveModule(ctx context.Context, dir, name string, o Options) (*Result, error) {
	return g.run(ctx, change{dir: dir, edit: always(manifest.RemoveModule(name)), before: ready, removes: true, options: o})
}

// RemovePiece renders the project without a piece.
func (g *Generator) RemovePiece(ctx context.Context, dir, name string, o Options) (*Result, error) {
	packs, err := pack.Load(g.Packs)
	if err != nil {
		return nil, err
	}
	p := packs.Piece(name)
	switch {
	case p == nil || !p.Listed():
		return nil, unknown("piece", name, listedPieces(packs))
	case p.Always:
		return nil, usagef("scale add "+name+" --backend "+p.BackendNames()[0], "every project has a %s; it can only change its backend", name)
	}
	return g.run(ctx, change{dir: dir, edit: always(manifest.RemovePiece(name)), before: ready, removes: true, options: o})
}

// checkPieces refuses a project whose pieces lack what they require or exclude each other. The next command starts from
// the project as it was applied last, since nothing of the change is written.
func (s *session) checkPieces(p manifest.Project) error {
	inUse, before := s.packs.InUse(p), s.packs.InUse(s.applied.Project)
	for _, piece := range inUse {
		for _, r := range piece.Needs(p.Pieces[piece.Name].Backend) {
			switch {
			case has(inUse, r):
			case has(before, r):
				return refusef(s.mend("remove", piece.Name), "%s needs %s", piece.Name, r)
			default:
				return refusef(s.mend("add", r), "%s needs %s", piece.Name, r)
			}
		}
		for _, c := range piece.Conflicts {
			switch {
			case !has(inUse, c):
			case has(before, c):
				return refusef(s.mend("remove", c), "%s and %s exclude each other", piece.Name, c)
			default:
				return refusef(s.mend("remove", piece.Name), "%s and %s exclude each other", c, piece.Name)
			}
		}
	}
	if err := s.checkParts(p, inUse, before); err != nil {
		return err
	}
	return s.checkInstances(p)
}

// byHand reports whether it is scale.yaml that has to change: while it holds hand edits, or what git merged, no command but
// apply runs.
func (s *session) byHand() bool { return s.merged() || noHandEdits(s) != nil }

// mend is the next command where pieces do not fit together.
func (s *session) mend(verb, piece string) string {
	if !s.byHand() {
		return "scale " + verb + " " + piece
	}
	return fmt.Sprintf("scale apply, once you %s %s in %s", verb, piece, manifest.FileName)
}

func has(pieces []*pack.Piece, name string) bool {
	return slices.ContainsFunc(pieces, func(p *pack.Piece) bool { return p.Name == name })
}
