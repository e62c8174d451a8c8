package apply

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/scalecli/scale/generator/render"
)

// txn is a transaction whose journal is on disk.
type txn struct {
	disk effects
	journal
}

// stage writes everything the change needs to .scale/txn.tmp. When that fails (a full disk, say), it is removed again
// and the project is as it was.
func stage(d effects, ops []Op, o Options) (*txn, error) {
	t := &txn{disk: d, journal: journal{Version: journalVersion, Label: o.Label, TakesBack: o.TakesBack}}
	err := t.write(ops)
	if err == nil {
		return t, nil
	}
	return nil, errors.Join(err, removeAll(d, stageDir))
}

func (t *txn) write(ops []Op) error {
	if err := removeAll(t.disk, stageDir); err != nil {
		return err
	}
	folders := []string{stageDir, path.Join(stageDir, "old"), path.Join(stageDir, "new")}
	for _, dir := range folders {
		if err := t.disk.mkdir(dir); err != nil {
			return err
		}
	}
	id := newID()
	for i, op := range ops {
		if err := t.stageOp(i, op, id); err != nil {
			return fmt.Errorf("%s: %w", op.Path, err)
		}
	}
	data, err := json.MarshalIndent(t.journal, "", "  ")
	if err != nil {
		return err
	}
	if err := t.disk.create(path.Join(stageDir, planFile), data, 0o600); err != nil {
		return err
	}
	slices.Reverse(folders)
	return syncAll(t.disk, folders)
}

// stageOp keeps both sides of step i. They may hold secrets, so only the user may read them.
func (t *txn) stageOp(i int, op Op, id string) error {
	var perm fs.FileMode
	if op.Old != nil {
		info, err := t.disk.lstat(op.Path)
		if err != nil {
			return err
		}
		perm = info.Mode().Perm()
	}
	for _, dir := range missing(t.disk, op.Path) {
		if op.New != nil && !slices.Contains(t.Made, dir) {
			t.Made = append(t.Made, dir)
		}
	}
	t.Steps = append(t.Steps, step{
		Path: op.Path, Temp: path.Join(path.Dir(op.Path), fmt.Sprintf(".scale-tmp-%s-%03d", id, i)),
		Old: stampOf(op.Old, perm), New: stampOf(op.New, 0),
	})
	return errors.Join(t.keep(oldFile(stageDir, i), op.Old), t.keep(newFile(stageDir, i), op.New))
}

func (t *txn) keep(name string, f *render.File) error {
	if f == nil {
		return nil
	}
	return t.disk.create(name, f.Data, 0o600)
}

// commit is the moment from which on the change is either finished or taken back.
func (t *txn) commit() error {
	if err := t.disk.rename(stageDir, txnDir); err != nil {
		return err
	}
	return t.disk.syncDir(stateDir)
}

// newID makes temporary names that no file of the user's has.
func newID() string {
	var b [5]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

// syncAll syncs folders. One that is gone, or that somebody put a link in the way of, needs none.
func syncAll(d effects, dirs []string) error {
	for _, dir := range dirs {
		found, _, err := look(d, dir)
		if err == nil && found.Kind == "folder" {
			err = d.syncDir(dir)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
