package vcs

import (
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Sides are the three inputs of a merge that conflicts; nil is an absent file.
type Sides struct{ Base, Ours, Theirs []byte }

// Stages marks paths of the project as conflicted, as `git merge` does: `git status` shows them and `git add` resolves
// them. What the index held for them is replaced; the files themselves are not touched.
func Stages(dir string, files map[string]Sides) error {
	if len(files) == 0 {
		return nil
	}
	r, err := open(dir)
	if err != nil {
		return err
	}
	lock, err := r.lockIndex()
	if err != nil {
		return err
	}
	defer lock.release()
	x, err := r.readIndex()
	if err != nil {
		return err
	}
	for p, sides := range files {
		if err := r.stage(x, r.inRepo(p), sides); err != nil {
			return err
		}
	}
	slices.SortFunc(x.entries, byNameAndStage)
	if err := lock.write(x); err != nil {
		return err
	}
	return lock.commit()
}

// stage replaces a path's entries by one for each side; the order of the index is left to the caller.
func (r *repo) stage(x *index, p string, sides Sides) error {
	mode := filemode.Regular
	if i := slices.IndexFunc(x.entries, func(e entry) bool { return e.name == p }); i >= 0 {
		mode = x.entries[i].mode()
	}
	x.trees.forget(p)
	x.entries = slices.DeleteFunc(x.entries, func(e entry) bool { return e.name == p })
	for i, side := range [][]byte{sides.Base, sides.Ours, sides.Theirs} {
		if side == nil {
			continue
		}
		hash, err := r.writeBlob(side)
		if err != nil {
			return fmt.Errorf("mark %s as conflicted: %w", p, err)
		}
		x.entries = append(x.entries, newEntry(p, mode, hash, i+1, [36]byte{}))
	}
	return nil
}

// Unresolved lists the project's paths that git holds as conflicted, sorted.
func Unresolved(dir string) ([]string, error) {
	r, err := open(dir)
	if err != nil {
		return nil, err
	}
	x, err := r.readIndex()
	if err != nil {
		return nil, err
	}
	var paths []string
	for i := range x.entries {
		if e := &x.entries[i]; e.stage() != 0 {
			if p, ok := r.inProject(e.name); ok {
				paths = append(paths, p)
			}
		}
	}
	return slices.Compact(paths), nil
}
