package generator

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// Difference is a place in the user's files that the new backend of a piece reads in another way than the old one.
type Difference struct {
	Place          // its text is what is read differently
	Backend string `json:"backend"` // the new one
	Says    string `json:"says"`    // how it reads it, and what to write in its place
}

// differences lists what the user wrote for a backend that a change replaces, and that the new one reads differently.
// Lines are counted in the files as the change leaves them; in a dry run, as they are.
func (s *session) differences(w *work, dryRun bool) ([]Difference, error) {
	if s.merged() {
		return nil, nil // git hides which backend the lines were written for
	}
	read := s.reader(w, dryRun)
	var all []Difference
	for _, sw := range s.switches(w.before, w.after) {
		l, err := s.newLook(w, sw)
		if err != nil {
			return nil, err
		}
		paths, err := s.files()
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			found, err := s.inFile(path, sw, l, read)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	slices.SortStableFunc(all, func(a, b Difference) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
	})
	return all, nil
}

// newLook takes the rules for a change of backend.
func (s *session) newLook(w *work, sw switched) (*look, error) {
	fill := func(text string) (string, error) { return render.DialectText(s.input(w), sw.piece, sw.from[0], text) }
	return newLook(sw.piece.Dialects, sw.from[0], sw.to, fill)
}

// input is what texts of the packs are rendered from, for the project as a change leaves it.
func (s *session) input(w *work) render.Input {
	return render.Input{Project: w.after, Packs: s.packs, Funcs: s.stack.Funcs(), Facts: s.facts}
}

// inFile looks at the lines of one file that are the user's. What stays in the words of another backend is read by
// nobody any more.
func (s *session) inFile(path string, sw switched, l *look, read reader) ([]Difference, error) {
	if sw.isForAnother(path) {
		return nil, nil
	}
	data, scales, err := read(path)
	if err != nil || data == nil {
		return nil, err
	}
	found := l.among(s.stack.Texts(path, data))
	if pack.Match(sw.piece.Dialects.Files, path) {
		found = []Text{{Line: 1, Text: string(data)}}
	}
	if len(found) == 0 {
		return nil, nil
	}
	own := merge.Added(scales, data)
	var all []Difference
	for _, text := range found {
		for _, m := range l.at(text) {
			if m.isIn(own) {
				all = append(all, Difference{Place{path, m.first, m.text}, sw.to, m.says})
			}
		}
	}
	return all, nil
}

// reader gives a file's bytes, and what scale wrote in its place; nil where no file will be.
type reader func(path string) (data, scales []byte, err error)

func (s *session) reader(w *work, dryRun bool) reader {
	planned := map[string]plan.Entry{}
	if !dryRun {
		for _, e := range w.plan.Entries {
			planned[e.Path] = e
		}
	}
	return func(path string) (data, scales []byte, err error) {
		e, is := planned[path]
		switch t, rendered := w.theirs[path]; {
		case is && e.New == nil:
			return nil, nil, nil
		case is && rendered:
			return e.New.Data, t.Data, nil
		}
		base, known := w.change.Base[path]
		if !known { // taking a change back compares only what it changed
			base = s.base.Files[path]
		}
		data, err = fs.ReadFile(s.disk(), path)
		return data, base.Data, err
	}
}
