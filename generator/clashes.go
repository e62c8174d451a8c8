package generator

import (
	"maps"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/baseline"
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/plan"
)

// refuseClashing stops a change that would declare in a new file what another file declares already. Where that one was
// scale's, such as the old backend's, it is the user's edits in it that keep it. What is in the way of a part may be scale's
// too, since the name of a part is the user's choice.
func (s *session) refuseClashing(w *work, c change) error {
	places, err := s.stack.Clashes(w.change)
	if err != nil || len(places) == 0 {
		return err
	}
	file := places[0].Path
	base, wrote := w.change.Base[file]
	_, stays := w.change.Theirs[file]
	switch {
	case c.part != "":
		return &Refused{
			What:   "the " + c.part + " would declare what these lines declare already; nothing was written",
			Places: places,
			Next:   c.options.Command + ", with another name",
		}
	case !wrote || stays:
		return &Refused{
			What:   "the change declares what these lines of yours declare already; nothing was written",
			Places: places,
			Next:   c.options.Command + ", once they have other names",
		}
	}
	edits, err := s.editsIn(file, base.Data)
	if err != nil {
		return err
	}
	return &Refused{
		What:   "the change replaces " + file + ", and you have edited it; nothing was written",
		Places: edits,
		Next:   "cp " + baseline.PathOf(file) + " " + file + ", once these lines are kept elsewhere, then " + c.options.Command,
	}
}

// editsIn lists the lines of a file that scale did not write.
func (s *session) editsIn(file string, base []byte) ([]Place, error) {
	found, err := s.root.Read(file)
	if err != nil || found.File == nil {
		return nil, err
	}
	lines := strings.Split(string(plan.LF(found.File.Data)), "\n")
	var places []Place
	for _, n := range slices.Sorted(maps.Keys(merge.Added(base, found.File.Data))) {
		places = append(places, Place{Path: file, Line: n, Text: strings.TrimSpace(lines[n-1])})
	}
	if len(places) == 0 {
		places = []Place{{Path: file, Line: 1, Text: "lines of it are gone"}}
	}
	return places, nil
}
