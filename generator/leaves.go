package generator

import (
	"fmt"

	"github.com/scalecli/scale/generator/render"
)

// leftBehind names what stays in the database after a removal, with the statements that drop it. Scale never drops
// data itself.
func (s *session) leftBehind(w *work) []string {
	var notes []string
	before := render.Input{Project: w.before, Packs: s.packs, Funcs: s.stack.Funcs()}
	for _, m := range w.before.Modules {
		if _, stays := w.after.Module(m.Name); stays {
			continue
		}
		statements, err := render.ModuleLeaves(before, m)
		if err != nil {
			return append(notes, err.Error())
		}
		notes = append(notes, tablesStay(m.Name, statements)...)
	}
	after := s.packs.InUse(w.after)
	for _, p := range s.packs.InUse(w.before) {
		if has(after, p.Name) {
			continue
		}
		statements, err := render.PieceLeaves(before, p)
		if err != nil {
			return append(notes, err.Error())
		}
		notes = append(notes, tablesStay(p.Name, statements)...)
	}
	return notes
}

func tablesStay(of string, statements []string) []string {
	var notes []string
	for _, statement := range statements {
		notes = append(notes, fmt.Sprintf("the tables of %s stay; to drop them: %s", of, statement))
	}
	return notes
}
