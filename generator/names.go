package generator

import (
	"fmt"
	"slices"
	"time"

	"github.com/scalecli/scale/generator/manifest"
)

// checkNames refuses names that this language or its tools would choke on. Names that are in use already are not asked
// again: they worked.
func (s *session) checkNames(next manifest.Project) error {
	return checkNames(s.stack, s.applied.Project, next)
}

func checkNames(stack Stack, before, next manifest.Project) error {
	if before.Name != next.Name {
		if err := stack.CheckName(KindProject, next.Name); err != nil {
			return &Usage{What: err.Error()}
		}
	}
	if before.ModulePath != next.ModulePath {
		if err := stack.CheckModulePath(next.ModulePath); err != nil {
			return &Usage{What: err.Error()}
		}
	}
	for _, m := range next.Modules {
		old, existed := before.Module(m.Name)
		if !existed {
			if err := stack.CheckName(KindModule, m.Name); err != nil {
				return &Usage{What: err.Error()}
			}
		}
		for _, f := range m.Fields {
			if _, had := old.Field(f.Name); had {
				continue
			}
			if err := stack.CheckName(KindField, f.Name); err != nil {
				return &Usage{What: fmt.Sprintf("module %s: %v", m.Name, err)}
			}
		}
		for _, p := range m.Parts {
			if slices.Contains(old.Parts, p) {
				continue
			}
			if err := stack.CheckName(p.Kind, p.Name); err != nil {
				return &Usage{What: fmt.Sprintf("module %s: %v", m.Name, err)}
			}
		}
	}
	return nil
}

// named is an edit that brings in a name. The name is asked first, so that a bad one is called bad and not, say, a
// collision with its good spelling.
func named(kind, name string, e manifest.Edit) func(*session) manifest.Edit {
	return func(s *session) manifest.Edit {
		return func(d *manifest.Document, now time.Time) (*manifest.Document, error) {
			if err := s.stack.CheckName(kind, name); err != nil {
				return nil, err
			}
			return e(d, now)
		}
	}
}
