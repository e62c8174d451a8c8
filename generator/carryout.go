package generator

import (
	"context"
	"fmt"
	"slices"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
	"github.com/scalecli/scale/generator/vcs"
)

// carryOut writes a plan, or with DryRun only reports it.
func (s *session) carryOut(_ context.Context, w *work, o Options) (*Result, error) {
	result := &Result{Label: o.Command, Plan: w.plan, Recovered: s.recovered}
	if err := s.explain(result, w, o.DryRun); err != nil {
		return nil, err
	}
	ops, err := s.ops(w.plan)
	if err != nil || o.DryRun || len(ops) == 0 {
		return result, err
	}
	if o.Commit {
		if err := vcs.CheckStaged(s.dir); err != nil {
			return nil, &Refused{What: err.Error(), Next: "git commit, or git restore --staged ., then " + o.Command}
		}
	}
	if err := s.hold.Commit(ops, apply.Options{Label: o.Command}); err != nil {
		return nil, err
	}
	result.Applied = true
	result.Conflicts = len(w.plan.Problems())
	if result.Conflicts > 0 {
		return result, s.stage(w.plan)
	}
	if o.Commit {
		return result, s.record(result, ops)
	}
	return result, nil
}

// record commits exactly the paths that were written.
func (s *session) record(result *Result, ops []apply.Op) error {
	if err := result.commit(s.dir, written(ops)); err != nil {
		return fmt.Errorf("the change is on disk, but committing it did not work: %w", err)
	}
	return nil
}

// commit commits paths under the command's name, and notes it when git does not know its user.
func (r *Result) commit(dir string, paths []string) error {
	made, err := vcs.Commit(dir, r.Label, paths)
	if err != nil {
		return err
	}
	r.Commit = made.Hash
	if made.Hash != "" && !made.Known {
		r.Notes = append(r.Notes, "git does not know who you are, so the commit is by "+made.Author+"; set user.name and user.email")
	}
	return nil
}

// ops turns a plan into operations on the disk. The baseline changes in the same transaction as the files, never
// alone: a change that did not apply must be offered again.
func (s *session) ops(p *plan.Plan) ([]apply.Op, error) {
	ops, err := s.marks(p)
	for _, e := range p.Writes() {
		ops = append(ops, apply.Op{Path: e.Path, Old: e.Old.File, New: e.New})
	}
	return append(ops, s.base.Ops(p.Baseline())...), err
}

func written(ops []apply.Op) []string {
	paths := make([]string, len(ops))
	for i, op := range ops {
		paths[i] = op.Path
	}
	slices.Sort(paths)
	return paths
}

// explain collects what the user should know about a plan and what to run next.
func (s *session) explain(r *Result, w *work, dryRun bool) (err error) {
	for _, e := range w.plan.Entries {
		r.Notes = append(r.Notes, e.Merge.Notes...)
	}
	r.Notes = slices.Concat(r.Notes, s.notes, w.notes)
	r.Notes = append(r.Notes, s.laterFields(w)...)
	r.Notes = append(r.Notes, s.leftBehind(w)...)
	if err := s.explainParts(r, w); err != nil {
		return err
	}
	for _, p := range s.packs.InUse(w.after) {
		if _, before := w.before.Pieces[p.Name]; !before && !p.Always {
			r.Next = append(r.Next, p.Next...)
		}
	}
	if len(s.settled) > 0 {
		r.Next = append(r.Next, "git add --all", "git commit")
	}
	if err := s.explainSwitches(r, w); err != nil {
		return err
	}
	r.Differs, err = s.differences(w, dryRun)
	return err
}

// explainSwitches adds what the packs say to a change of backend.
func (s *session) explainSwitches(r *Result, w *work) error {
	if s.merged() {
		return nil
	}
	for _, sw := range s.switches(w.before, w.after) {
		note, err := render.DialectText(s.input(w), sw.piece, sw.from[0], sw.piece.Dialects.Note)
		if err != nil {
			return err
		}
		if note != "" {
			r.Notes = append(r.Notes, note)
		}
		r.Next = append(r.Next, sw.piece.Backend(sw.to).Next...)
	}
	return nil
}

// laterFields says why a field that came after its table is optional.
func (s *session) laterFields(w *work) []string {
	var notes []string
	for _, m := range w.after.Modules {
		old, existed := w.before.Module(m.Name)
		for _, f := range m.Fields {
			if _, had := old.Field(f.Name); existed && !had {
				notes = append(notes, fmt.Sprintf("field %s.%s is optional: rows that exist have no value for it", m.Name, f.Name))
			}
		}
	}
	return notes
}
