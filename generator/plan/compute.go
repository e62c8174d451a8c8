package plan

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/render"
)

// Input is what a plan is computed from. Compute calls the functions and nothing else, so a plan has no effect.
type Input struct {
	Base    render.Tree                                // what scale wrote last
	Theirs  render.Tree                                // what scale would write now
	Disk    func(path string) (OnDisk, error)          // what stands there
	Merge   func(path string) merge.Func               // the strategy for a path
	Rebuild map[string]bool                            // scale's own files to write without reading them (after a git merge)
	Settled map[string][]byte                          // what files that git left in conflict say, without its marks
	Moved   func(path string, base []byte) (to string) // where a deleted file may have gone; "" when nowhere
}

// Compute plans every path of either tree.
func Compute(in Input) (*Plan, error) {
	paths := map[string]bool{}
	for p := range in.Base {
		paths[p] = true
	}
	for p := range in.Theirs {
		paths[p] = true
	}
	plan := &Plan{}
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		disk, err := in.Disk(p)
		if err != nil {
			return nil, err
		}
		e := in.entry(p, in.settled(p, disk))
		e.Path, e.Old = p, disk
		plan.Entries = append(plan.Entries, e)
	}
	return plan, nil
}

// settled is a file as it stands on disk, without the marks of a conflict that is settled.
func (in *Input) settled(p string, disk OnDisk) OnDisk {
	if data, ok := in.Settled[p]; ok && disk.File != nil {
		disk.File = &render.File{Data: data, Mode: disk.File.Mode, Owner: disk.File.Owner}
	}
	return disk
}

// entry applies the table "What happens to a file" of docs/ARCHITECTURE.md to one path: b is the baseline, o the disk,
// t the new rendering; nil is absent.
func (in *Input) entry(p string, disk OnDisk) Entry {
	b, t, o := lookup(in.Base, p), lookup(in.Theirs, p), disk.File
	switch {
	case turned(o, b, t):
		return in.entryInLF(p, disk)
	case disk.Kind != "":
		return in.notAFile(b, t, disk)
	case t != nil && t.Owner == render.Once:
		return once(o, t)
	case in.Rebuild[p]:
		return rebuilt(o, t)
	case same(o, t):
		return Entry{Action: adopted(b, t), New: o, Base: t}
	case b == nil:
		return in.arriving(o, t)
	case same(b, o):
		return in.untouched(p, b, t)
	case t == nil:
		return leaving(o)
	case same(b, t):
		return Entry{Action: Keep, New: o, Base: t}
	case o == nil:
		return in.deletedByUser(p, b, t)
	}
	return in.bothChanged(p, b, o, t)
}

func lookup(t render.Tree, p string) *render.File {
	if f, ok := t[p]; ok {
		return &f
	}
	return nil
}

// same compares bytes and the executable bit; two absent files are the same.
func same(a, b *render.File) bool {
	if a == nil || b == nil {
		return a == b
	}
	return bytes.Equal(a.Data, b.Data) && a.Mode&0o100 == b.Mode&0o100
}

func adopted(b, t *render.File) Action {
	if same(b, t) {
		return Keep
	}
	return Adopt
}

// notAFile keeps its hands off symlinks, folders and devices: an unchanged rendering leaves them alone, a changed one
// is blocked.
func (in *Input) notAFile(b, t *render.File, disk OnDisk) Entry {
	switch {
	case t != nil && t.Owner == render.Once:
		return Entry{Action: Keep}
	case b != nil && same(b, t):
		return Entry{Action: Keep, Base: t}
	case t == nil:
		return Entry{Action: NowYours, Note: "it is a " + disk.Kind + " now"}
	}
	return Entry{Action: Blocked, Note: "a " + disk.Kind + " stands where scale would write a file"}
}

// once creates a file that nobody has yet, and otherwise neither reads nor remembers it.
func once(o, t *render.File) Entry {
	if o == nil {
		return Entry{Action: Create, New: t}
	}
	return Entry{Action: Keep, New: o}
}

// rebuilt writes a file of scale's without looking at what a git merge made of it.
func rebuilt(o, t *render.File) Entry {
	switch {
	case t == nil && o == nil:
		return Entry{Action: Keep}
	case t == nil:
		return Entry{Action: Delete}
	case same(o, t):
		return Entry{Action: Adopt, New: o, Base: t}
	}
	return Entry{Action: Update, New: t, Base: t}
}

func (in *Input) arriving(o, t *render.File) Entry {
	if o == nil {
		return Entry{Action: Create, New: t, Base: t}
	}
	return Entry{Action: Blocked, New: o, Note: "a file that scale did not write stands there; move or rename it"}
}

// untouched takes the new rendering, but for what its strategy knows from other files: code of the user's may use what
// the old rendering listed, although nobody has edited the list.
func (in *Input) untouched(p string, b, t *render.File) Entry {
	if t == nil {
		return Entry{Action: Delete}
	}
	if t.Owner == render.User {
		e := in.bothChanged(p, b, b, t)
		if e.Merge.Clean() && !bytes.Equal(e.Merge.Data, t.Data) {
			return e
		}
	}
	return Entry{Action: Update, New: t, Base: t}
}

func leaving(o *render.File) Entry {
	return Entry{Action: NowYours, New: o, Note: "you have edited it, so it stays and is yours from now on"}
}

func (in *Input) deletedByUser(p string, b, t *render.File) Entry {
	if t.Owner == render.Scale {
		why := "scale owns this file, the change needs it, and it was deleted; restore it"
		return Entry{Action: Conflicted, Base: t, Sides: &Sides{Base: b.Data, Theirs: t.Data}, Merge: merge.Result{Conflicts: []merge.Conflict{{Why: why}}}}
	}
	note := "you deleted it, so it stays deleted"
	if in.Moved != nil {
		if to := in.Moved(p, b.Data); to != "" {
			note = "you deleted it, or moved it to " + to + ": what scale changes in it is not applied there"
		}
	}
	return Entry{Action: StayDeleted, Base: t, Note: note}
}

// bothChanged merges a file of the user's; a file of scale's that was edited by hand is a conflict.
func (in *Input) bothChanged(p string, b, o, t *render.File) Entry {
	e := Entry{Base: t, Sides: &Sides{Base: b.Data, Ours: o.Data, Theirs: t.Data}}
	if t.Owner != render.User {
		why := "scale owns this file and it was edited by hand; put your lines into a file of your own and restore this one"
		e.Merge = merge.Lines(b.Data, o.Data, t.Data)
		e.Merge.Conflicts = append(e.Merge.Conflicts, merge.Conflict{Line: firstDifference(b.Data, o.Data), Why: why})
		e.Action, e.New = Conflicted, &render.File{Data: e.Merge.Data, Mode: o.Mode, Owner: t.Owner}
		return e
	}
	e.Merge = in.Merge(p)(b.Data, o.Data, t.Data)
	e.New = &render.File{Data: e.Merge.Data, Mode: mergedMode(b, o, t), Owner: t.Owner}
	switch {
	case !e.Merge.Clean():
		e.Action = Conflicted
	case same(e.New, o):
		e.Action, e.New = Adopt, o
	default:
		e.Action = Merge
	}
	return e
}

// mergedMode takes the side that changed the executable bit.
func mergedMode(b, o, t *render.File) (mode fs.FileMode) {
	if b.Mode&0o100 == o.Mode&0o100 {
		return t.Mode
	}
	return o.Mode
}

// firstDifference is the 1-based line at which two texts part.
func firstDifference(a, b []byte) int {
	la, lb := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(la), len(lb)) {
		if !bytes.Equal(la[i], lb[i]) {
			return i + 1
		}
	}
	return min(len(la), len(lb)) + 1
}

// Writes lists the entries that change the disk.
func (p *Plan) Writes() []Entry {
	return slices.DeleteFunc(slices.Clone(p.Entries), func(e Entry) bool { return same(e.New, e.Old.File) || e.Old.Kind != "" })
}

// Problems lists the entries that need a person before anything may be written.
func (p *Plan) Problems() []Entry {
	return slices.DeleteFunc(slices.Clone(p.Entries), func(e Entry) bool { return e.Action != Conflicted && e.Action != Blocked })
}

// Baseline is the tree that stands for "what scale wrote last" once the plan is applied.
func (p *Plan) Baseline() render.Tree {
	t := render.Tree{}
	for _, e := range p.Entries {
		if e.Base != nil {
			t[e.Path] = *e.Base
		}
	}
	return t
}

// Summary counts the entries that change the disk, by action.
func (p *Plan) Summary() string {
	count := map[Action]int{}
	for _, e := range p.Writes() {
		count[e.Action]++
	}
	var out string
	for _, a := range []Action{Create, Update, Merge, Delete, Conflicted} {
		if count[a] > 0 {
			out += fmt.Sprintf("%s%d %s", map[bool]string{true: ", "}[out != ""], count[a], a)
		}
	}
	return out
}
