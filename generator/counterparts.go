package generator

import (
	"bytes"
	"maps"
	"path"
	"slices"

	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// keepTranslations takes what the user made of the old backend's files over to the new one's, where scale would write
// them: a file that stands there already is the user's version of it, and one that the user has deleted is not wanted in
// other words either. For both the new rendering becomes the base, as if it had been written and then edited.
func (s *session) keepTranslations(w *work) error {
	base, theirs := w.change.Base, w.change.Theirs
	for _, sw := range s.switches(w.before, w.after) {
		all, err := s.counterparts(sw)
		if err != nil {
			return err
		}
		for _, c := range all {
			_, wrote := base[c.path]
			_, known := base[c.to]
			if file, writes := theirs[c.to]; !wrote || known || !writes {
				continue
			} else if note, err := s.translation(c, file); err != nil {
				return err
			} else if note != "" {
				base[c.to] = file
				w.notes = append(w.notes, note)
			}
		}
	}
	return nil
}

// translation says why scale keeps its hands off a counterpart, or "".
func (s *session) translation(c counterpart, theirs render.File) (string, error) {
	old, err := s.root.Read(c.path)
	if err != nil {
		return "", err
	}
	there, err := s.root.Read(c.to)
	switch {
	case err != nil:
		return "", err
	case there.File != nil && !sameText(there.File, &theirs):
		return c.to + " stays as you wrote it", nil
	case there.File == nil && there.Kind == "" && old.File == nil && old.Kind == "":
		return c.to + " is not written, since you deleted " + c.path, nil
	}
	return "", nil
}

// refuseUntranslated stops a change of backend while a file of the user's, or an edit of theirs in one of scale's, exists
// in the words of the old one only.
func (s *session) refuseUntranslated(w *work, c change) error {
	for _, sw := range s.switches(w.before, w.after) {
		all, err := s.counterparts(sw)
		if err != nil {
			return err
		}
		var lacking []counterpart
		var places []Place
		for _, c := range all {
			place, err := s.untranslated(w, c)
			if err != nil {
				return err
			}
			if place != nil {
				lacking, places = append(lacking, c), append(places, *place)
			}
		}
		if len(places) > 0 {
			return &Refused{
				What:   count(len(places), "file of yours has", "files of yours have") + " no counterpart for " + sw.to + "; nothing was written",
				Places: places,
				Next:   wayToTranslate(lacking) + ", then " + c.options.Command,
			}
		}
	}
	return nil
}

// untranslated is the place of what the new backend would lack, or nil.
func (s *session) untranslated(w *work, c counterpart) (*Place, error) {
	old, err := s.root.Read(c.path)
	if err != nil || old.File == nil {
		return nil, err
	}
	there, err := s.root.Read(c.to)
	if err != nil || there.File != nil || there.Kind != "" {
		return nil, err
	}
	base, wrote := s.base.Files[c.path]
	_, comes := w.theirs[c.to]
	switch {
	case wrote && !sameText(old.File, &base):
		return &Place{Path: c.path, Line: firstAdded(base.Data, old.File.Data), Text: "you have edited it, and " + c.to + " would not say so"}, nil
	case !wrote && !comes:
		return &Place{Path: c.path, Line: 1, Text: "needs " + c.to}, nil
	}
	return nil, nil
}

// sameText compares files but for their line endings and mode.
func sameText(a, b *render.File) bool {
	return bytes.Equal(plan.LF(a.Data), plan.LF(b.Data))
}

// firstAdded is the first line of ours that somebody wrote, or 1 when lines only went.
func firstAdded(base, ours []byte) int {
	if added := slices.Sorted(maps.Keys(merge.Added(base, ours))); len(added) > 0 {
		return added[0]
	}
	return 1
}

func wayToTranslate(lacking []counterpart) string {
	first := lacking[0]
	way := "mkdir -p " + path.Dir(first.to) + " && cp " + first.path + " " + first.to + ", translate it there"
	if len(lacking) > 1 {
		way += ", do the same with the others"
	}
	return way
}
