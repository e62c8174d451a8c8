package apply

import (
	"fmt"

	"github.com/scalecli/scale/generator/render"
)

// Undo is the last change: for each path its bytes before (Old) and after (New). Taking it back is a three-way merge of
// after, the disk and before, which is not this package's business.
type Undo struct {
	Label string
	Ops   []Op // sorted by path
}

// ReadUndo returns the last change, or nil when there is none to take back.
func (r *Root) ReadUndo() (*Undo, error) {
	there, err := exists(r.disk, undoDir)
	if err != nil || !there {
		return nil, err
	}
	j, err := readJournal(r.disk, undoDir)
	if err != nil {
		return nil, err
	}
	u := &Undo{Label: j.Label}
	for i, s := range j.Steps {
		op := Op{Path: s.Path}
		if op.Old, err = r.kept(oldFile(undoDir, i), s.Old); err != nil {
			return nil, err
		}
		if op.New, err = r.kept(newFile(undoDir, i), s.New); err != nil {
			return nil, err
		}
		u.Ops = append(u.Ops, op)
	}
	return u, nil
}

// kept reads one side of a step, nil where there was no file.
func (r *Root) kept(name string, s *stamp) (*render.File, error) {
	if s == nil {
		return nil, nil
	}
	data, err := readBytes(r.disk, undoDir, name, s)
	if err != nil {
		return nil, err
	}
	return &render.File{Data: data, Mode: modeOf(s.Executable)}, nil
}

// dropUndo ends a change that turned out to be empty.
func (r *Root) dropUndo(takesBack bool) error {
	there, err := exists(r.disk, undoDir)
	if err != nil || !takesBack || !there {
		return err
	}
	if err := discard(r.disk, undoDir); err != nil {
		return fmt.Errorf("drop the record of the last change: %w", err)
	}
	return nil
}
