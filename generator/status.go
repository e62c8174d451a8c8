package generator

import (
	"context"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/plan"
)

// Status is what a project has, and how it differs from what scale wrote.
type Status struct {
	Name      string        `json:"name"`
	Stack     string        `json:"stack"`
	Dir       string        `json:"dir"`
	Stages    []StageStatus `json:"stages"`
	Modules   []ModuleShown `json:"modules"`
	Drift     []Drift       `json:"drift"`
	Pending   []string      `json:"pending"` // sentences: hand edits not applied, newer templates, a git merge, conflicts, what does not fit several instances
	Recovered string        `json:"recovered,omitempty"`
}

// StageStatus is one stage, or one piece that can come at any time.
type StageStatus struct {
	Number    int      `json:"number"` // 0 for any time
	Title     string   `json:"title"`
	Feels     string   `json:"feels"`
	Brings    string   `json:"brings"`
	InUse     []string `json:"in_use"`    // "database (sqlite)"
	Available []string `json:"available"` // pieces of this scale that are not in use
}

// ModuleShown is one module with its fields as the user writes them.
type ModuleShown struct {
	Name   string              `json:"name"`
	Fields []string            `json:"fields"`
	Parts  map[string][]string `json:"parts,omitempty"` // names by the plural of their kind
}

// Drift is one path that differs from what scale wrote last.
type Drift struct {
	Path string `json:"path"`
	What string `json:"what"` // "edited", "deleted" or "replaced"
}

// Status reads a project and changes nothing.
func (g *Generator) Status(ctx context.Context, dir string) (status *Status, err error) {
	s, err := g.open(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.close(&err)
	p := s.doc.Project
	status = &Status{Name: p.Name, Stack: p.Stack, Dir: s.dir, Recovered: s.recovered, Stages: stagesOf(s.packs, p)}
	for _, m := range p.Modules {
		shown := ModuleShown{Name: m.Name}
		for _, f := range m.Fields {
			f.Added, f.Indexed = "", ""
			shown.Fields = append(shown.Fields, f.String())
		}
		shown.Parts = s.partsShown(m)
		status.Modules = append(status.Modules, shown)
	}
	if status.Drift, err = s.drift(); err != nil {
		return nil, err
	}
	for _, holds := range []check{noConflictsWait, noMergeWaits, noHandEdits, noUpgradeWaits} {
		if err := holds(s); err != nil {
			status.Pending = append(status.Pending, err.Error())
		}
	}
	for _, m := range misfits(s.packs, s.doc.Project) {
		status.Pending = append(status.Pending, m.what+". Run: "+s.mendMisfit(m))
	}
	return status, nil
}

func stagesOf(packs *pack.Set, p manifest.Project) []StageStatus {
	used := map[string]bool{}
	for _, piece := range packs.InUse(p) {
		used[piece.Name] = true
	}
	var all []StageStatus
	for _, stage := range packs.Stages {
		row := StageStatus{Number: stage.Number, Title: stage.Title, Feels: stage.Feels, Brings: stage.Brings}
		for _, piece := range packs.All() {
			switch {
			case piece.Stage != stage.ID || piece.Hidden:
			case used[piece.Name]:
				row.InUse = append(row.InUse, withBackend(piece.Name, p.Pieces[piece.Name].Backend))
			default:
				row.Available = append(row.Available, piece.Name)
			}
		}
		all = append(all, row)
	}
	return all
}

func withBackend(name, backend string) string {
	if backend == "" {
		return name
	}
	return name + " (" + backend + ")"
}

// drift lists the paths of the baseline that the disk holds differently, the manifest aside.
func (s *session) drift() ([]Drift, error) {
	var all []Drift
	for _, path := range s.base.Files.Paths() {
		if path == manifest.FileName {
			continue
		}
		on, err := s.onDisk(path)
		if err != nil {
			return nil, err
		}
		base := s.base.Files[path]
		switch {
		case on.Kind != "":
			all = append(all, Drift{path, "replaced"})
		case on.File == nil:
			all = append(all, Drift{path, "deleted"})
		case !plan.Unchanged(&base, on.File):
			all = append(all, Drift{path, "edited"})
		}
	}
	return all, nil
}
