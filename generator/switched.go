package generator

import (
	"slices"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// switched is a piece that a change gives another backend.
type switched struct {
	piece *pack.Piece
	from  []string // the one it had; after a git merge, which hides that, all others
	to    string
}

// switches lists the pieces whose backend is another one after a change.
func (s *session) switches(before, after manifest.Project) []switched {
	var all []switched
	for _, p := range s.packs.InUse(after) {
		old, had := before.Pieces[p.Name]
		to := after.Pieces[p.Name].Backend
		switch {
		case s.merged() && to != "":
			others := slices.DeleteFunc(p.BackendNames(), func(name string) bool { return name == to })
			all = append(all, switched{p, others, to})
		case had && to != "" && old.Backend != "" && old.Backend != to:
			all = append(all, switched{p, []string{old.Backend}, to})
		}
	}
	return all
}

// isForAnother reports a file in the words of a backend that is not in use after the change.
func (sw switched) isForAnother(path string) bool {
	return slices.ContainsFunc(sw.piece.BackendNames(), func(name string) bool {
		_, is := sw.piece.Dialects.Counterpart(path, name, sw.to)
		return is && name != sw.to
	})
}

// counterpart is a file in the words of one backend, and where its like for the new one belongs.
type counterpart struct{ path, to string }

// counterparts lists the files on disk and in the baseline that the new backend needs in its own words.
func (s *session) counterparts(sw switched) ([]counterpart, error) {
	if len(sw.piece.Dialects.Counterparts) == 0 {
		return nil, nil
	}
	paths, err := s.files()
	if err != nil {
		return nil, err
	}
	paths = append(paths, s.base.Files.Paths()...)
	slices.Sort(paths)
	var all []counterpart
	for _, path := range slices.Compact(paths) {
		for _, from := range sw.from {
			if to, ok := sw.piece.Dialects.Counterpart(path, from, sw.to); ok {
				all = append(all, counterpart{path, to})
			}
		}
	}
	return all, nil
}
