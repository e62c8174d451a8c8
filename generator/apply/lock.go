package apply

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lockWait is how long Begin waits for another scale command, which takes well under a second unless it runs tests.
const lockWait = 3 * time.Second

// Change is the right to change a project. Only one process has it at a time.
type Change struct {
	root *Root
	lock *lockedfile.File
	made bool // .scale did not exist before
}

// Begin locks the project and recovers what an interrupted command left, which the outcome tells. It makes .scale if
// needed, and waits at most three seconds, or until ctx is done, for another command (ErrBusy).
func (r *Root) Begin(ctx context.Context) (*Change, Outcome, error) {
	c, err := r.acquire(ctx)
	if err != nil {
		return nil, Outcome{}, err
	}
	out, err := r.resumeLast()
	if err != nil {
		return nil, Outcome{}, errors.Join(err, c.Close())
	}
	return c, out, nil
}

// Close gives the right back. A .scale that Begin made and nothing was written to goes again.
func (c *Change) Close() error {
	if !c.made || !c.onlyLock() {
		return c.lock.Close()
	}
	// A lock file that is removed while it is held cannot be locked by anybody in between. Windows refuses that, but
	// there it also refuses to remove a file that somebody else has open.
	steps := []func() error{c.lock.Close, c.tidy}
	if removesOpenFiles {
		slices.Reverse(steps)
	}
	return errors.Join(steps[0](), steps[1]())
}

// tidy removes the lock and its folder; that another command took either is no failure.
func (c *Change) tidy() error {
	if c.root.disk.remove(lockFile) != nil {
		return nil
	}
	_, err := removeEmpty(c.root.disk, stateDir)
	return err
}

func (c *Change) onlyLock() bool {
	names, err := c.root.disk.readDir(stateDir)
	return err == nil && len(names) == 1
}

// makeState makes .scale if it is not there, and refuses one that is not a folder or a lock that is not a file.
func (r *Root) makeState() (made bool, err error) {
	kind, err := kindAt(r.disk, stateDir)
	switch {
	case err != nil:
		return false, err
	case kind == "":
		err := r.disk.mkdir(stateDir)
		if errors.Is(err, fs.ErrExist) {
			return false, nil
		}
		return err == nil, err
	case kind != "folder":
		return false, fmt.Errorf("%s is a %s, and scale needs a folder there", stateDir, kind)
	}
	kind, err = kindAt(r.disk, lockFile)
	if err == nil && kind != "" && kind != "file" {
		err = fmt.Errorf("%s is a %s, and scale needs a file there", lockFile, kind)
	}
	return false, err
}

// acquire takes the lock, and again if another command tidied it away in the meantime.
func (r *Root) acquire(ctx context.Context) (*Change, error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	for {
		made, err := r.makeState()
		if err != nil {
			return nil, err
		}
		f, err := lockWithin(ctx, filepath.Join(r.root.Name(), filepath.FromSlash(lockFile)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		case r.stillThere(f):
			return &Change{root: r, lock: f, made: made}, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
}

func (r *Root) stillThere(f *lockedfile.File) bool {
	locked, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := r.disk.lstat(lockFile)
	return err == nil && os.SameFile(locked, named)
}

// lockWithin waits for the OS lock no longer than ctx. The wait itself cannot be broken off, so it goes on aside and
// gives the lock back if it still comes.
func lockWithin(ctx context.Context, name string) (*lockedfile.File, error) {
	type result struct {
		file *lockedfile.File
		err  error
	}
	got := make(chan result)
	go func() {
		f, err := lockedfile.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
		select {
		case got <- result{f, err}:
		case <-ctx.Done():
			if err == nil {
				_ = f.Close() //nolint:errcheck // nobody is left to tell
			}
		}
	}()
	select {
	case r := <-got:
		if r.err != nil {
			return nil, fmt.Errorf("lock %s: %w", lockFile, cause(r.err))
		}
		return r.file, nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, ctx.Err()
		}
		return nil, ErrBusy
	}
}
