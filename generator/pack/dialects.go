package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Dialects is what a piece's dialects.yaml says: what a change of backend asks of the files that are the user's own,
// because each backend has a language of its own.
type Dialects struct {
	// Counterparts are patterns of files that each backend needs in its own words, under the same name.
	// BackendPlace stands for the backend, as a folder.
	Counterparts []string `yaml:"counterparts"`
	// Files are patterns of files that hold nothing but such a language.
	Files []string `yaml:"files"`
	// Texts is a regular expression that matches the strings in source code that are in such a language.
	Texts string `yaml:"texts"`
	// Aside is a regular expression for what plays no part in it: comments, quoted text. Where it has a group, only that
	// is put aside.
	Aside string `yaml:"aside"`
	// Note is a template of what to know after every change of backend; .from and .backend name them.
	Note string `yaml:"note"`
	// Differs lists what one backend reads in another way than the rest, or not at all.
	Differs []Difference `yaml:"differs"`
}

// Difference is one thing that backends read differently.
type Difference struct {
	Pattern string            `yaml:"pattern"` // a template that gives a regular expression; one that gives "" matches nothing
	From    []string          `yaml:"from"`    // the backends that it worked with; none stands for all
	To      map[string]string `yaml:"to"`      // what to know, by the backend that reads it differently
}

// BackendPlace stands in a pattern of counterparts for the name of a backend.
const BackendPlace = "{{ .backend }}"

// Counterpart is the path at which a backend needs its own version of another one's file; false for other files.
func (d *Dialects) Counterpart(name, from, to string) (string, bool) {
	for _, pattern := range d.Counterparts {
		if !Match([]string{strings.ReplaceAll(pattern, BackendPlace, from)}, name) {
			continue
		}
		parts := strings.Split(name, "/")
		for i, folder := range parts {
			if folder != from {
				continue
			}
			other := path.Join(path.Join(parts[:i]...), to, path.Join(parts[i+1:]...))
			if Match([]string{strings.ReplaceAll(pattern, BackendPlace, to)}, other) {
				return other, true
			}
		}
	}
	return "", false
}

// loadDialects reads the dialects.yaml of a piece that has one.
func (p *Piece) loadDialects(fsys fs.FS) error {
	file := path.Join(p.Name, "dialects.yaml")
	if _, err := fs.Stat(fsys, file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := decode(fsys, file, &p.Dialects); err != nil {
		return err
	}
	if err := p.Dialects.check(p.BackendNames()); err != nil {
		return fmt.Errorf("reading the packs: %s: %w", file, err)
	}
	return nil
}

func (d *Dialects) check(backends []string) error {
	var faults []error
	for _, pattern := range d.Counterparts {
		if !strings.Contains(pattern, "/"+BackendPlace+"/") {
			faults = append(faults, fmt.Errorf("the pattern %q has no folder %s", pattern, BackendPlace))
		}
	}
	for _, expression := range []string{d.Texts, d.Aside} {
		_, err := regexp.Compile(expression)
		faults = append(faults, err)
	}
	for _, rule := range d.Differs {
		for _, name := range slices.Concat(rule.From, slices.Sorted(maps.Keys(rule.To))) {
			if !slices.Contains(backends, name) {
				faults = append(faults, fmt.Errorf("the rule %q names a backend %q, which the piece does not have", rule.Pattern, name))
			}
		}
		if rule.Pattern == "" || len(rule.To) == 0 {
			faults = append(faults, fmt.Errorf("the rule %q lacks a pattern or a backend that it is about", rule.Pattern))
		}
	}
	return errors.Join(faults...)
}
