package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/scalecli/scale/generator/manifest"
)

// slotSource is one slots.tmpl: what a piece adds to files that scale owns. Each is a template set of its own, because
// in one set a second definition of the same name would silently win.
type slotSource struct {
	file, piece string
	text        string
	names       []string
}

// readSlots finds the slots.tmpl of every layer of every piece in use.
func (r *renderer) readSlots() error {
	r.declared = map[string]bool{}
	for _, p := range r.Packs.InUse(r.Project) {
		for _, dir := range r.layers(p) {
			file := path.Join(dir, "slots.tmpl")
			text, err := fs.ReadFile(r.Packs.FS, file)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return fmt.Errorf("reading the packs: %w", err)
			}
			set, err := template.New(file).Funcs(r.funcs(nil)).Parse(string(text))
			if err != nil {
				return fmt.Errorf("reading the packs: %w", err)
			}
			s := slotSource{file: file, piece: p.Name, text: string(text)}
			for _, t := range set.Templates() {
				if t.Name() != file {
					s.names = append(s.names, t.Name())
				}
			}
			r.slots = append(r.slots, s)
		}
	}
	return nil
}

// slot gives the texts that pieces add to a place, in order, without blank lines at the ends, and with the separator
// between two. The template function slot has each on lines of its own, sections with an empty line between.
func (r *renderer) slot(name, separator string, data map[string]any) (string, error) {
	r.declared[name] = true
	var parts []string
	module, inModule := data["module"].(map[string]any)
	for _, s := range r.slots {
		if !slices.Contains(s.names, name) || inModule && !r.covers(s.piece, module["name"].(string)) {
			continue
		}
		t, err := template.New(s.file).Option("missingkey=error").Funcs(r.funcs(data)).Parse(s.text)
		if err != nil {
			return "", err
		}
		var out bytes.Buffer
		if err := t.ExecuteTemplate(&out, name, r.withPiece(data, s.piece)); err != nil {
			return "", err
		}
		if part := strings.Trim(out.String(), "\n"); strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, separator), nil
}

// undeclaredSlots refuses a slot that no file has a place for: what it adds would vanish without a word.
func (r *renderer) undeclaredSlots() error {
	var faults []error
	for _, s := range r.slots {
		for _, name := range s.names {
			if !r.declared[name] && !r.placeToCome(name) {
				faults = append(faults, fmt.Errorf("%s defines slot %q, and no file in use has a place for it", s.file, name))
			}
		}
	}
	return errors.Join(faults...)
}

// placeToCome excuses slots whose place is in files of modules or of a kind of parts, while the project has none to render
// them for.
func (r *renderer) placeToCome(name string) bool {
	of, _, _ := strings.Cut(name, ".")
	if of == "module" {
		return len(r.Project.Modules) == 0
	}
	_, isKind := r.Packs.Kind(of)
	has := func(m manifest.Module) bool { return len(m.PartsOf(of)) > 0 }
	return isKind && !slices.ContainsFunc(r.Project.Modules, has)
}
