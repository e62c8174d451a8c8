package generator

import (
	"slices"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// Fits reports whether what a project has goes together, so that a command can lead to it. Tools that try combinations of
// pieces ask.
func Fits(packs *pack.Set, p manifest.Project) bool {
	inUse := packs.InUse(p)
	for _, piece := range inUse {
		missing := func(name string) bool { return !has(inUse, name) }
		excluded := func(name string) bool { return has(inUse, name) }
		if slices.ContainsFunc(piece.Needs(p.Pieces[piece.Name].Backend), missing) || slices.ContainsFunc(piece.Conflicts, excluded) {
			return false
		}
	}
	for _, kind := range packs.Kinds() {
		if len(partsOf(p, kind.Name)) > 0 && !has(inUse, kind.Piece) {
			return false
		}
	}
	return len(misfits(packs, p)) == 0
}
