package vcs

import (
	"fmt"
	"maps"
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
	sides, err := conflicted(dir, func(*repo, *entry, *Sides) error { return nil })
	return slices.Sorted(maps.Keys(sides)), err
}

// Conflicted reads the sides of the project's paths that git holds as conflicted.
func Conflicted(dir string) (map[string]Sides, error) {
	return conflicted(dir, func(r *repo, e *entry, sides *Sides) error {
		data, err := r.blob(e.hash())
		if err != nil {
			return fmt.Errorf("read the sides of %s: %w", e.name, err)
		}
		switch e.stage() {
		case 1:
			sides.Base = data
		case 2:
			sides.Ours = data
		case 3:
			sides.Theirs = data
		}
		return nil
	})
}

// conflicted calls see for each stage of each conflicted path.
func conflicted(dir string, see func(*repo, *entry, *Sides) error) (map[string]Sides, error) {
	r, err := open(dir)
	if err != nil {
		return nil, err
	}
	x, err := r.readIndex()
	if err != nil {
		return nil, err
	}
	found := map[string]Sides{}
	for i := range x.entries {
		e := &x.entries[i]
		p, ok := r.inProject(e.name)
		if e.stage() == 0 || !ok {
			continue
		}
		sides := found[p]
		if err := see(r, e, &sides); err != nil {
			return nil, err
		}
		found[p] = sides
	}
	return found, nil
}
