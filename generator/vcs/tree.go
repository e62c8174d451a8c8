package vcs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// change is what one path becomes in the next commit.
type change struct {
	path string // in the repository
	gone bool
	mode filemode.FileMode
	hash plumbing.Hash
}

// grow writes the trees that differ from tree by the changes (paths relative to it, sorted) and returns the new root,
// zero when it would be empty. Only folders on the way to a change are read.
func (r *repo) grow(tree plumbing.Hash, changes []change) (plumbing.Hash, error) {
	entries, err := r.treeEntries(tree)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for len(changes) > 0 {
		name, _, below := strings.Cut(changes[0].path, "/")
		if !below {
			set(entries, name, changes[0])
			changes = changes[1:]
			continue
		}
		n := 0
		var inside []change
		for n < len(changes) && strings.HasPrefix(changes[n].path, name+"/") {
			c := changes[n]
			c.path = c.path[len(name)+1:]
			inside = append(inside, c)
			n++
		}
		changes = changes[n:]
		old := entries[name]
		if old.Mode != filemode.Dir {
			old.Hash = plumbing.ZeroHash
		}
		sub, err := r.grow(old.Hash, inside)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if !sub.IsZero() || old.Mode == filemode.Dir { // else a file has taken the folder's place
			set(entries, name, change{gone: sub.IsZero(), mode: filemode.Dir, hash: sub})
		}
	}
	return r.writeTree(entries)
}

func set(entries map[string]object.TreeEntry, name string, c change) {
	if !c.gone {
		entries[name] = object.TreeEntry{Name: name, Mode: c.mode, Hash: c.hash}
		return
	}
	delete(entries, name)
}

func (r *repo) writeTree(entries map[string]object.TreeEntry) (plumbing.Hash, error) {
	if len(entries) == 0 {
		return plumbing.ZeroHash, nil
	}
	t := &object.Tree{}
	for _, e := range entries {
		t.Entries = append(t.Entries, e)
	}
	slices.SortFunc(t.Entries, func(a, b object.TreeEntry) int { return strings.Compare(sortName(a), sortName(b)) })
	o := r.Storer.NewEncodedObject()
	if err := t.Encode(o); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write tree: %w", err)
	}
	return r.store(o)
}

// sortName is what git sorts a tree by: folders as if they ended in a slash.
func sortName(e object.TreeEntry) string {
	if e.Mode == filemode.Dir {
		return e.Name + "/"
	}
	return e.Name
}

// writeBlob stores a file's bytes.
func (r *repo) writeBlob(data []byte) (plumbing.Hash, error) {
	o := r.Storer.NewEncodedObject()
	o.SetType(plumbing.BlobObject)
	w, err := o.Writer()
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write blob: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write blob: %w", err)
	}
	if err := w.Close(); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write blob: %w", err)
	}
	return r.store(o)
}

// store writes an object unless this commit has written it already: half of the files of a project are its baseline, with
// the bytes of the other half.
func (r *repo) store(o plumbing.EncodedObject) (plumbing.Hash, error) {
	hash := o.Hash()
	if r.stored[hash] {
		return hash, nil
	}
	if _, err := r.Storer.SetEncodedObject(o); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write git object: %w", err)
	}
	r.stored[hash] = true
	return hash, nil
}
