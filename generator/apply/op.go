package apply

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/render"
)

// Op is what happens to one path. The owners of the files play no part here.
type Op struct {
	Path string       // slash-separated, relative to the root
	Old  *render.File // what stands there now; nil for nothing. Commit refuses when the disk says otherwise
	New  *render.File // what shall stand there; nil for nothing
}

// Options say how a change is recorded.
type Options struct {
	// Label is the command, as the user would repeat it; recovery and undo name it.
	Label string
	// TakesBack marks the change as an undo: it is not kept as one that could be undone, and what could be is dropped.
	TakesBack bool
}

// Errors to test for with errors.Is. Whatever error Commit returns, nothing is changed unless it is ErrUnfinished.
var (
	// ErrBusy says that another scale command holds the project's lock.
	ErrBusy = errors.New("another scale command is working on this project; try again when it is done")
	// ErrChanged says that a path is not what the operation expected.
	ErrChanged = errors.New("changed since the change was planned; run the command again")
	// ErrUnfinished says that the change could be neither finished nor taken back now, and that the next command tries.
	ErrUnfinished = errors.New("the change is neither finished nor taken back; the next scale command goes on with it")
)

// Commit makes all the operations or none. Old bytes, new bytes and the label are kept for ReadUndo. Operations that
// change nothing are left out. An update keeps the file's permission bits, except that the executable ones follow New.
func (c *Change) Commit(ops []Op, o Options) error {
	if err := CheckPaths(ops); err != nil {
		return err
	}
	waiting, err := c.root.Interrupted()
	if err != nil {
		return err
	}
	if waiting { // an earlier Commit of the same command
		return ErrUnfinished
	}
	if err := c.root.check(ops); err != nil {
		return err
	}
	ops = slices.DeleteFunc(slices.Clone(ops), func(op Op) bool { return SameFile(op.Old, op.New) })
	slices.SortFunc(ops, func(a, b Op) int { return strings.Compare(a.Path, b.Path) })
	if len(ops) == 0 {
		return c.root.dropUndo(o.TakesBack)
	}
	t, err := stage(c.root.disk, ops, o)
	if err != nil {
		return err
	}
	return t.run()
}

// check compares every path with what its operation expects.
func (r *Root) check(ops []Op) error {
	for _, op := range ops {
		found, _, err := look(r.disk, op.Path)
		if err != nil {
			return err
		}
		if found.Kind != "" {
			return fmt.Errorf("%s is a %s: %w", op.Path, found.Kind, ErrChanged)
		}
		if !SameFile(found.File, op.Old) {
			return fmt.Errorf("%s: %w", op.Path, ErrChanged)
		}
	}
	return nil
}

// SameFile reports whether two files hold the same bytes and, where the disk records it, the same executable bit.
func SameFile(a, b *render.File) bool {
	if a == nil || b == nil {
		return a == b
	}
	return bytes.Equal(a.Data, b.Data) && executable(a.Mode) == executable(b.Mode)
}
