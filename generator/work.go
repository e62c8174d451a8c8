package generator

import (
	"errors"
	"maps"
	"slices"

	"github.com/scalecli/scale/generator/baseline"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
)

// work is a change that was computed in full and not yet carried out.
type work struct {
	before, after manifest.Project
	theirs        render.Tree
	plan          *plan.Plan
	change        Change
	notes         []string
}

// edited runs an edit on the manifest and checks the names in the new one.
func (s *session) edited(edit manifest.Edit) (*manifest.Document, error) {
	next, err := edit(s.doc, s.g.Now())
	var refused *Refused
	switch {
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, &Usage{What: err.Error()}
	}
	if err := s.checkNames(next.Project); err != nil {
		return nil, err
	}
	return next, s.checkPieces(next.Project)
}

// work renders the next manifest and plans the way there.
func (s *session) work(next *manifest.Document) (*work, error) {
	theirs, err := s.render(next.Project)
	if err != nil {
		return nil, s.needsAnotherName(err)
	}
	base, err := s.baseFor(theirs)
	if err != nil {
		return nil, err
	}
	w, err := s.plan(next, base, theirs)
	if err != nil || !s.merged() {
		return w, err
	}
	return s.withoutJoined(w, next, base, theirs)
}

// withoutJoined plans again where the user put a file together in another way than git put its base, so that they
// conflict: both changes are in the user's file already, so the new rendering stands in.
func (s *session) withoutJoined(w *work, next *manifest.Document, base, theirs render.Tree) (*work, error) {
	again := false
	for _, e := range w.plan.Problems() {
		if f, ok := theirs[e.Path]; ok && s.base.Joined(e.Path) != nil && slices.Contains(s.base.Unknown, e.Path) {
			base[e.Path], again = f, true
		}
	}
	if !again {
		return w, nil
	}
	return s.plan(next, base, theirs)
}

func (s *session) plan(next *manifest.Document, base, theirs render.Tree) (*work, error) {
	theirs[manifest.FileName] = render.File{Data: plan.LF(next.Bytes()), Mode: 0o644}
	if next != s.applied {
		// The edit was made on the user's own text, so for the manifest the disk is the baseline.
		base[manifest.FileName] = render.File{Data: plan.LF(s.doc.Bytes()), Mode: 0o644}
	}
	w := &work{before: s.applied.Project, after: next.Project, theirs: theirs}
	w.change = Change{Disk: s.disk(), Base: base, Theirs: theirs, Project: next.Project}
	if err := s.keepTranslations(w); err != nil {
		return nil, err
	}
	var err error
	w.plan, err = plan.Compute(plan.Input{
		Base: base, Theirs: theirs, Disk: s.onDisk, Merge: s.mergers(w.change),
		Rebuild: s.rebuild(), Settled: s.settled, Moved: s.moved,
	})
	return w, err
}

func (s *session) onDisk(path string) (plan.OnDisk, error) {
	found, err := s.root.Read(path)
	return plan.OnDisk(found), err
}

func (s *session) owner(path string) render.Owner { return render.OwnerOf(s.packs.Owners, path) }

// mergers picks the strategy for a path: the language's own, else the one for its kind of file.
func (s *session) mergers(c Change) func(string) merge.Func {
	return func(path string) merge.Func {
		if f, ok := s.stack.Merger(path, c); ok {
			return f
		}
		return merge.ForPath(path)
	}
}

// render gives the tree for a project with the packs of this scale. What was written once and is never changed again
// keeps the bytes it has.
func (s *session) render(p manifest.Project) (render.Tree, error) {
	theirs, err := s.g.render(s.packs, s.stack, p, s.facts)
	if err != nil {
		return nil, err
	}
	for path, f := range theirs {
		if old, ok := s.base.Files[path]; ok && f.Owner == render.Append {
			old.Owner = render.Append
			theirs[path] = old
		}
	}
	return theirs, nil
}

// baseFor is the baseline to merge against. After a git merge nobody knows the common pristine text of a file that both
// branches changed. Git has put the base together in the way it put the file together, so what the file says more or less
// than its base is the user's; where only one of them is there, the new rendering stands in.
func (s *session) baseFor(theirs render.Tree) (render.Tree, error) {
	base := maps.Clone(s.base.Files)
	for _, path := range s.base.Unknown {
		delete(base, path)
		f, wanted := theirs[path]
		gone, err := s.goneWithBase(path)
		switch joined := s.base.Joined(path); {
		case err != nil:
			return nil, err
		case !wanted || gone:
		case joined != nil && f.Owner == render.User:
			base[path] = render.File{Data: joined.Data, Mode: f.Mode, Owner: f.Owner}
		default:
			base[path] = f
		}
	}
	return base, nil
}

// goneWithBase reports whether neither a file nor its base file stands on disk. Then it was a command on a branch that
// took it out, not a person, and it comes back when the manifest asks for it.
func (s *session) goneWithBase(path string) (bool, error) {
	for _, p := range []string{path, baseline.PathOf(path)} {
		found, err := s.root.Read(p)
		if err != nil || found.File != nil || found.Kind != "" {
			return false, err
		}
	}
	return true, nil
}

// rebuild lists scale's own files that a git merge has joined line by line: they are written anew without reading.
func (s *session) rebuild() map[string]bool {
	files := map[string]bool{}
	for _, path := range slices.Concat(s.base.Merged, s.base.Unknown) {
		if s.owner(path) == render.Scale {
			files[path] = true
		}
	}
	return files
}

func union(a, b render.Tree) []string {
	all := slices.Concat(a.Paths(), b.Paths())
	slices.Sort(all)
	return slices.Compact(all)
}
