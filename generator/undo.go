package generator

import (
	"context"
	"fmt"
	"strings"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// Undo takes back the last change: a three-way merge towards the bytes from before it, all or nothing. Lines edited
// since stay.
func (g *Generator) Undo(ctx context.Context, dir string, o Options) (result *Result, err error) {
	s, err := g.open(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.close(&err)
	last, err := s.root.ReadUndo()
	if err != nil {
		return nil, err
	}
	if last == nil {
		return &Result{Plan: &plan.Plan{}, Recovered: s.recovered, Notes: []string{"there is no change to take back"}}, nil
	}
	w, kept, err := s.backwards(last)
	if err != nil {
		return nil, err
	}
	if err := s.refuseMovedOn(last.Label, kept); err != nil {
		return nil, err
	}
	if err := s.refuseUntranslated(w, change{options: o}); err != nil {
		return nil, err
	}
	p := w.plan
	if problems := p.Problems(); len(problems) > 0 {
		return nil, &Refused{What: "`" + last.Label + "` cannot be taken back: " + describe(problems), Conflicts: problems, Next: "git diff"}
	}
	result = &Result{Label: o.Command, Plan: p, Recovered: s.recovered, Notes: []string{"taking back: " + last.Label}}
	if err := s.explainSwitches(result, w); err != nil {
		return nil, err
	}
	if result.Differs, err = s.differences(w, o.DryRun); err != nil || o.DryRun {
		return result, err
	}
	for _, e := range p.Writes() {
		kept = append(kept, apply.Op{Path: e.Path, Old: e.Old.File, New: e.New})
	}
	if err := s.hold.Commit(kept, apply.Options{Label: o.Command, TakesBack: true}); err != nil {
		return nil, err
	}
	result.Applied = true
	if o.Commit {
		return result, s.record(result, kept)
	}
	return result, nil
}

// backwards computes the way back for the project's files, and lists the operations that restore scale's own records
// exactly.
func (s *session) backwards(last *apply.Undo) (*work, []apply.Op, error) {
	base, theirs := render.Tree{}, render.Tree{}
	var records []apply.Op
	for _, op := range last.Ops {
		if strings.HasPrefix(op.Path, ".scale/") && op.Path != ".scale/.gitignore" {
			records = append(records, apply.Op{Path: op.Path, Old: op.New, New: op.Old})
			continue
		}
		if op.New != nil {
			base[op.Path] = *op.New
		}
		if op.Old != nil {
			old := *op.Old
			old.Owner = s.ownerForUndo(op.Path)
			theirs[op.Path] = old
		}
	}
	before, err := s.projectBefore(theirs)
	if err != nil {
		return nil, nil, err
	}
	w := &work{before: s.applied.Project, after: before, theirs: theirs}
	w.change = Change{Disk: s.disk(), Base: base, Theirs: theirs, Project: s.doc.Project}
	w.plan, err = plan.Compute(plan.Input{Base: base, Theirs: theirs, Disk: s.onDisk, Merge: s.mergers(w.change)})
	return w, records, err
}

// projectBefore is the project as the last change found it.
func (s *session) projectBefore(theirs render.Tree) (manifest.Project, error) {
	text, changed := theirs[manifest.FileName]
	if !changed {
		return s.applied.Project, nil
	}
	doc, err := manifest.Parse(text.Data, s.packs.Schema())
	if err != nil {
		return manifest.Project{}, fmt.Errorf("reading the manifest from before the last change: %w", err)
	}
	return doc.Project, nil
}

// refuseMovedOn stops an undo when scale's own records are not as the change left them: git has brought the project to
// another state since (a reset, another branch, a merge), and it is git that can bring it back.
func (s *session) refuseMovedOn(label string, records []apply.Op) error {
	for _, op := range records {
		found, err := s.root.Read(op.Path)
		if err != nil {
			return err
		}
		if found.Kind != "" || !apply.SameFile(found.File, op.Old) {
			return refusef("git reflog", "`%s` is not what happened last: %s has changed since, as by git", label, op.Path)
		}
	}
	return nil
}

// ownerForUndo lets files that are created only once come back like any other; only scale's own are special.
func (s *session) ownerForUndo(path string) render.Owner {
	if s.owner(path) == render.Scale {
		return render.Scale
	}
	return render.User
}
