package apply

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	"github.com/scalecli/scale/generator/render"
)

// The places that this package keeps for itself; all of them are ignored by git.
const (
	stateDir = ".scale"
	lockFile = ".scale/lock"
	stageDir = ".scale/txn.tmp"
	txnDir   = ".scale/txn"
	undoDir  = ".scale/undo"
)

// The files of a transaction. ready says that every temporary file is written, so that paths may have been switched;
// back takes its place when the change is being taken back. Only their being there counts.
const (
	planFile  = "plan.json"
	readyMark = "ready"
	backMark  = "back"
)

const journalVersion = 1

// journal is plan.json: what a transaction does, complete enough for any later process to finish or take it back.
type journal struct {
	Version   int      `json:"version"`
	Label     string   `json:"label"`
	TakesBack bool     `json:"takes_back,omitempty"`
	Made      []string `json:"made,omitempty"` // folders that did not exist before, outermost first
	Steps     []step   `json:"steps"`          // step i has its bytes in old/i and new/i
}

// step is one path's part.
type step struct {
	Path string `json:"path"`
	Temp string `json:"temp"` // the temporary name beside Path
	Old  *stamp `json:"old"`
	New  *stamp `json:"new"`
}

// stamp tells one file from another without its bytes.
type stamp struct {
	Sum        string      `json:"sha256"`
	Executable bool        `json:"executable"`
	Perm       fs.FileMode `json:"perm,omitempty"` // of the old file, so that taking it back restores it
}

func stampOf(f *render.File, perm fs.FileMode) *stamp {
	if f == nil {
		return nil
	}
	sum := sha256.Sum256(f.Data)
	return &stamp{Sum: hex.EncodeToString(sum[:]), Executable: executable(f.Mode), Perm: perm}
}

// is reports whether a file on disk is the one that the stamp was made of; nil stands for no file.
func (s *stamp) is(f *render.File) bool {
	if s == nil || f == nil {
		return s == nil && f == nil
	}
	now := stampOf(f, 0)
	return now.Sum == s.Sum && now.Executable == s.Executable
}

// oldFile and newFile name the bytes of step i inside a transaction's folder.
func oldFile(dir string, i int) string { return path.Join(dir, "old", fmt.Sprintf("%03d", i)) }
func newFile(dir string, i int) string { return path.Join(dir, "new", fmt.Sprintf("%03d", i)) }

// readJournal reads plan.json of a transaction or of the undo record.
func readJournal(d effects, dir string) (journal, error) {
	data, err := d.readFile(path.Join(dir, planFile))
	if err != nil {
		return journal{}, damaged(dir, err)
	}
	var j journal
	if err := json.Unmarshal(data, &j); err != nil {
		return journal{}, damaged(dir, err)
	}
	if j.Version != journalVersion {
		return journal{}, fmt.Errorf("%s was written by another version of scale (format %d); use that one to finish", dir, j.Version)
	}
	return j, nil
}

// readBytes reads the staged bytes of one side of a step and proves them.
func readBytes(d effects, dir, name string, s *stamp) ([]byte, error) {
	data, err := d.readFile(name)
	if err != nil {
		return nil, damaged(dir, err)
	}
	if !s.is(&render.File{Data: data, Mode: modeOf(s.Executable)}) {
		return nil, damaged(dir, fmt.Errorf("%s has other bytes than were written", name))
	}
	return data, nil
}

func damaged(dir string, err error) error {
	return fmt.Errorf("%s is damaged (compare the project with `git status`, then delete that folder): %w", dir, err)
}
