package vcs

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Made describes a commit.
type Made struct {
	Hash   string // "" when the paths were committed already and no commit was needed
	Author string // "Name <mail>"
	Known  bool   // false when git does not know its user and Author is Fallback
}

// Commit commits exactly the given paths of the project as they are on disk; absent ones are deleted. Untracked paths
// that .gitignore names are left out. It returns a *StagedError, and does nothing, when the index already holds staged
// changes; the other files of the work tree are neither read nor touched.
func Commit(dir, message string, paths []string) (made Made, err error) {
	r, err := open(dir)
	if err != nil {
		return Made{}, err
	}
	lock, err := r.lockIndex()
	if err != nil {
		return Made{}, err
	}
	defer lock.release()
	x, err := r.readIndex()
	if err != nil {
		return Made{}, err
	}
	head, err := r.head()
	if err != nil {
		return Made{}, err
	}
	if err := r.checkStaged(x, treeOf(head)); err != nil {
		return Made{}, err
	}
	changes, err := r.changes(x, paths)
	if err != nil {
		return Made{}, err
	}
	tree, err := r.grow(treeOf(head), changes)
	if err != nil || tree == treeOf(head) {
		return Made{}, err
	}
	c, known, err := r.record(message, tree, head)
	if err != nil {
		return Made{}, err
	}
	r.update(x, changes)
	if err := lock.write(x); err != nil {
		return Made{}, err
	}
	if err := r.advance(c, head); err != nil {
		return Made{}, err
	}
	made = Made{Hash: c.Hash.String(), Author: fmt.Sprintf("%s <%s>", c.Author.Name, c.Author.Email), Known: known}
	return made, lock.commit()
}

// changes stores what is on disk at the paths and says what becomes of each, sorted.
func (r *repo) changes(x *index, paths []string) ([]change, error) {
	ends, ignored := r.endings(), r.ignores()
	var all []change
	for _, p := range paths {
		p = r.inRepo(p)
		old, tracked := x.find(p)
		if !tracked && ignored.match(p) {
			continue
		}
		c, err := r.change(p, old, ends)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b change) int { return strings.Compare(a.path, b.path) })
	return slices.CompactFunc(all, func(a, b change) bool { return a.path == b.path }), nil
}

func (r *repo) change(p string, old *entry, ends endings) (change, error) {
	data, info, err := readRegular(r.onDisk(p))
	if err != nil {
		return change{}, fmt.Errorf("commit: %w", err)
	}
	if info == nil {
		return change{path: p, gone: true}, nil
	}
	var before []byte
	c := change{path: p, mode: filemode.Regular}
	if info.Mode()&0o100 != 0 {
		c.mode = filemode.Executable
	}
	if old != nil {
		if !keepsMode() {
			c.mode = old.mode()
		}
		if before, err = r.blob(old.hash()); err != nil {
			return change{}, fmt.Errorf("read %s as it was committed: %w", p, err)
		}
	}
	c.hash, err = r.writeBlob(ends.clean(p, data, before))
	return c, err
}

// record writes the commit object; known is false when the fallback had to sign it.
func (r *repo) record(message string, tree plumbing.Hash, head *object.Commit) (c *object.Commit, known bool, err error) {
	who, known := r.author(time.Now())
	c = &object.Commit{Author: who, Committer: who, Message: strings.TrimRight(message, "\n") + "\n", TreeHash: tree}
	if head != nil {
		c.ParentHashes = []plumbing.Hash{head.Hash}
	}
	o := r.Storer.NewEncodedObject()
	if err := c.Encode(o); err != nil {
		return nil, false, fmt.Errorf("write commit: %w", err)
	}
	c.Hash, err = r.store(o)
	return c, known, err
}

// advance moves the current branch, or a detached HEAD, from the old commit to the new one.
func (r *repo) advance(to, from *object.Commit) error {
	ref, err := r.Reference(plumbing.HEAD, false)
	if err != nil {
		return fmt.Errorf("read HEAD: %w", err)
	}
	name := plumbing.HEAD
	if ref.Type() == plumbing.SymbolicReference {
		name = ref.Target()
	}
	var old *plumbing.Reference
	if from != nil {
		old = plumbing.NewHashReference(name, from.Hash)
	}
	if err := r.Storer.CheckAndSetReference(plumbing.NewHashReference(name, to.Hash), old); err != nil {
		return fmt.Errorf("move %s to the new commit: %w", name.Short(), err)
	}
	return r.note(name, to, from)
}

// update makes the index agree with the new commit at the changed paths. Both lists are sorted, so one walk joins them.
func (r *repo) update(x *index, changes []change) {
	joined := make([]entry, 0, len(x.entries)+len(changes))
	rest := x.entries
	for _, c := range changes {
		x.trees.forget(c.path)
		n, _ := slices.BinarySearchFunc(rest, c.path, func(e entry, p string) int { return strings.Compare(e.name, p) })
		joined = append(joined, rest[:n]...)
		for rest = rest[n:]; len(rest) > 0 && rest[0].name == c.path; rest = rest[1:] {
			continue // the new entry takes its place
		}
		if c.gone {
			continue
		}
		var stat [36]byte
		if info, err := os.Lstat(r.onDisk(c.path)); err == nil {
			stat = statOf(info)
		}
		joined = append(joined, newEntry(c.path, c.mode, c.hash, 0, stat))
	}
	joined = append(joined, rest...)
	x.entries = joined
}

// find returns the entry of a path.
func (x *index) find(p string) (*entry, bool) {
	i, ok := slices.BinarySearchFunc(x.entries, p, func(e entry, p string) int { return strings.Compare(e.name, p) })
	if !ok {
		return nil, false
	}
	return &x.entries[i], true
}

// IsStaged reports whether an error is the refusal to commit over staged changes.
func IsStaged(err error) bool {
	var staged *StagedError
	return errors.As(err, &staged)
}
