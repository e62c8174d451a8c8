package apply

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// side says which state a path is in.
type side uint8

const (
	before side = iota // as before the change
	after              // as after it
	other              // neither: somebody else wrote it
)

// sideOf looks at the disk. The permission bits are those of the file there, if there is one.
func (t *txn) sideOf(s step) (side, fs.FileMode, error) {
	found, perm, err := look(t.disk, s.Path)
	switch {
	case err != nil:
		return other, 0, err
	case found.Kind != "":
		return other, 0, nil
	case s.New.is(found.File):
		return after, perm, nil
	case s.Old.is(found.File):
		return before, perm, nil
	}
	return other, perm, nil
}

// run takes a staged change through COMMIT, redo and FINISH, or back.
func (t *txn) run() error {
	if err := t.commit(); err != nil {
		return t.abandon(err)
	}
	if err := t.forward(nil); err != nil {
		return t.abandon(err)
	}
	return unfinished(t.finish())
}

// forward brings every step to its new state, except those of the paths in kept, whose bytes are the user's. It may be
// called again after a crash at any point.
func (t *txn) forward(kept []string) error {
	steps, err := t.without(kept)
	if err != nil {
		return err
	}
	if err := t.prepare(steps); err != nil {
		return err
	}
	if err := t.switchAll(steps); err != nil {
		return err
	}
	return t.prune(steps)
}

// without returns the indexes of the steps that are not kept, and takes away the temporary files of the others.
func (t *txn) without(kept []string) ([]int, error) {
	var steps []int
	for i, s := range t.Steps {
		if !slices.Contains(kept, s.Path) {
			steps = append(steps, i)
			continue
		}
		if err := t.dropTemp(s); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// dropTemp removes the temporary file beside a path, unless the way there is no longer one of plain folders.
func (t *txn) dropTemp(s step) error {
	found, _, err := look(t.disk, s.Temp)
	if err != nil || found.File == nil {
		return err
	}
	return removeIfThere(t.disk, s.Temp)
}

// prepare writes the temporary files of all steps that are not switched yet. Until the mark ready stands, no path of the
// user's has changed, so running out of space here costs nothing.
func (t *txn) prepare(steps []int) error {
	ready, err := t.marked(readyMark)
	if err != nil {
		return err
	}
	for _, i := range steps {
		if err := t.prepareStep(i, ready); err != nil {
			return fmt.Errorf("%s: %w", t.Steps[i].Path, err)
		}
	}
	if err := syncAll(t.disk, t.folders()); err != nil {
		return err
	}
	if ready {
		return nil
	}
	if err := t.disk.create(path.Join(txnDir, readyMark), nil, 0o600); err != nil {
		return err
	}
	return t.disk.syncDir(txnDir)
}

// prepareStep leaves a temporary file alone that was there when ready was marked: it is whole, and its being there says
// that the step is not switched.
func (t *txn) prepareStep(i int, ready bool) error {
	s := t.Steps[i]
	now, perm, err := t.sideOf(s)
	switch {
	case err != nil:
		return err
	case now == other:
		return ErrChanged
	case now == after || s.New == nil:
		return nil
	case ready && !t.switched(s):
		return nil
	}
	data, err := readBytes(t.disk, txnDir, newFile(txnDir, i), s.New)
	if err != nil {
		return err
	}
	return t.writeTemp(s, data, permFor(s, perm))
}

// permFor keeps the permission bits of an existing file; the executable ones are scale's to set.
func permFor(s step, perm fs.FileMode) fs.FileMode {
	switch {
	case s.Old == nil:
		return modeOf(s.New.Executable)
	case s.New.Executable == s.Old.Executable:
		return perm
	case s.New.Executable:
		return perm | (perm&0o444)>>2
	}
	return perm &^ 0o111
}

// writeTemp writes the temporary file of a step. An existing file's bits are restored exactly; on a new file the user's
// umask has the last word.
func (t *txn) writeTemp(s step, data []byte, perm fs.FileMode) error {
	if err := t.dropTemp(s); err != nil {
		return err
	}
	if err := makeParents(t.disk, s.Path); err != nil {
		return err
	}
	if err := t.disk.create(s.Temp, data, perm); err != nil || s.Old == nil {
		return err
	}
	info, err := t.disk.lstat(s.Temp)
	if err != nil || info.Mode().Perm() == perm {
		return err
	}
	return t.disk.chmod(s.Temp, perm)
}

// switchAll puts the new files in place and takes the old ones away. A path is looked at again just before.
func (t *txn) switchAll(steps []int) error {
	for _, i := range steps {
		if err := t.switchStep(t.Steps[i]); err != nil {
			return fmt.Errorf("%s: %w", t.Steps[i].Path, err)
		}
	}
	return syncAll(t.disk, t.folders())
}

func (t *txn) switchStep(s step) error {
	now, _, err := t.sideOf(s)
	switch {
	case err != nil:
		return err
	case now == other:
		return ErrChanged
	case now == after:
		return nil
	case s.New == nil:
		return t.disk.remove(s.Path)
	}
	return t.disk.rename(s.Temp, s.Path)
}

// prune removes the folders that the deletions left empty, and syncs those above them.
func (t *txn) prune(steps []int) error {
	for _, i := range steps {
		if t.Steps[i].New == nil {
			if err := removeEmptyAbove(t.disk, t.Steps[i].Path); err != nil {
				return err
			}
		}
	}
	return syncAll(t.disk, t.folders())
}

func removeEmptyAbove(d effects, name string) error {
	dirs := parents(name)
	slices.Reverse(dirs)
	for _, dir := range dirs {
		if gone, err := removeEmpty(d, dir); err != nil || !gone {
			return err
		}
	}
	return nil
}

// marked reports whether a marker stands in the transaction's folder.
func (t *txn) marked(name string) (bool, error) { return exists(t.disk, path.Join(txnDir, name)) }

// folders lists the folders whose names the change touches, sorted.
func (t *txn) folders() []string {
	dirs := []string{"."}
	for _, s := range t.Steps {
		dirs = append(dirs, parents(s.Path)...)
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// finish ends the transaction and keeps it for undo, or, if it was an undo itself, drops it together with what could be
// undone before.
func (t *txn) finish() error {
	if there, err := exists(t.disk, undoDir); err != nil {
		return err
	} else if there {
		if err := discard(t.disk, undoDir); err != nil {
			return err
		}
	}
	if t.TakesBack {
		return discard(t.disk, txnDir)
	}
	if err := t.disk.rename(txnDir, undoDir); err != nil {
		return err
	}
	return t.disk.syncDir(stateDir)
}

// discard removes a transaction's folder in one step for anybody who looks: recovery deletes txn.tmp.
func discard(d effects, dir string) error {
	if err := removeAll(d, stageDir); err != nil {
		return err
	}
	if err := d.rename(dir, stageDir); err != nil {
		return err
	}
	if err := d.syncDir(stateDir); err != nil {
		return err
	}
	return removeAll(d, stageDir)
}
