package apply

import (
	"errors"
	"fmt"
	"path"
	"slices"
)

// abandon takes a change back after a failure and returns that failure; if taking back fails too, the journal stays.
func (t *txn) abandon(why error) error {
	committed, err := exists(t.disk, txnDir)
	if err == nil && !committed {
		return errors.Join(why, removeAll(t.disk, stageDir))
	}
	if err == nil {
		err = t.back()
	}
	if err != nil {
		return fmt.Errorf("%w: %w; %w", ErrUnfinished, why, err)
	}
	return why
}

// back brings every path that is as after the change back to what it was. It may be called again after a crash at any
// point.
func (t *txn) back() error {
	if err := t.markBack(); err != nil {
		return err
	}
	for _, s := range t.Steps { // first, because it frees space
		if err := t.dropTemp(s); err != nil {
			return err
		}
	}
	for i := len(t.Steps) - 1; i >= 0; i-- {
		if err := t.restore(i); err != nil {
			return fmt.Errorf("%s: %w", t.Steps[i].Path, err)
		}
	}
	if err := t.removeMade(); err != nil {
		return err
	}
	if err := syncAll(t.disk, t.folders()); err != nil {
		return err
	}
	return discard(t.disk, txnDir)
}

// markBack turns the mark ready into the mark back: a rename, because it may be a full disk that we go back from. Where
// ready does not stand, no path was switched, and there is nothing that a mark would tell.
func (t *txn) markBack() error {
	ready, err := t.marked(readyMark)
	if err != nil || !ready {
		return err
	}
	if err := t.disk.rename(path.Join(txnDir, readyMark), path.Join(txnDir, backMark)); err != nil {
		return err
	}
	return t.disk.syncDir(txnDir)
}

func (t *txn) restore(i int) error {
	s := t.Steps[i]
	now, _, err := t.sideOf(s)
	switch {
	case err != nil:
		return err
	case now != after:
		return nil
	case s.Old == nil:
		return t.disk.remove(s.Path)
	}
	data, err := readBytes(t.disk, txnDir, oldFile(txnDir, i), s.Old)
	if err != nil {
		return err
	}
	if err := t.writeTemp(s, data, s.Old.Perm); err != nil {
		return err
	}
	return t.disk.rename(s.Temp, s.Path)
}

// removeMade removes the folders that were made for this change, innermost first, if nothing else is in them by now.
func (t *txn) removeMade() error {
	dirs := slices.Sorted(slices.Values(t.Made))
	slices.Reverse(dirs)
	for _, dir := range dirs {
		found, _, err := look(t.disk, dir)
		if err != nil {
			return err
		}
		if found.Kind != "folder" {
			continue
		}
		if _, err := removeEmpty(t.disk, dir); err != nil {
			return err
		}
	}
	return nil
}
