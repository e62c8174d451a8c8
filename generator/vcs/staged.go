package vcs

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// CheckStaged returns a *StagedError when the index holds changes that are in no commit yet.
func CheckStaged(dir string) error {
	r, err := open(dir)
	if err != nil {
		return err
	}
	x, err := r.readIndex()
	if err != nil {
		return err
	}
	head, err := r.head()
	if err != nil {
		return err
	}
	return r.checkStaged(x, treeOf(head))
}

func (r *repo) checkStaged(x *index, tree plumbing.Hash) error {
	c := comparison{repo: r}
	if x.trees == nil {
		x.trees = &cached{count: -1}
	}
	if err := c.folder("", x.entries, x.trees, tree); err != nil {
		return err
	}
	if len(c.found) == 0 {
		return nil
	}
	slices.Sort(c.found)
	return &StagedError{Paths: c.found}
}

// comparison finds the paths in which an index and a tree differ.
type comparison struct {
	repo  *repo
	found []string
}

// folder compares the entries below a folder ("" or ending in a slash) with its tree, zero for none. Where they agree it
// notes the tree in known, so that the next comparison need not look again.
func (c *comparison) folder(prefix string, entries []entry, known *cached, tree plumbing.Hash) error {
	if known.count == len(entries) && known.hash == tree {
		return nil
	}
	rest, err := c.repo.treeEntries(tree)
	if err != nil {
		return err
	}
	learnt := cached{name: known.name, count: len(entries), hash: tree}
	before := len(c.found)
	for len(entries) > 0 {
		name, _, below := strings.Cut(entries[0].name[len(prefix):], "/")
		old, was := rest[name]
		delete(rest, name)
		n := 1
		if below {
			n = countBelow(entries, prefix+name+"/")
			if was && old.Mode != filemode.Dir {
				c.found = append(c.found, prefix+name)
				old.Hash = plumbing.ZeroHash
			}
			sub := known.sub(name)
			if err := c.folder(prefix+name+"/", entries[:n], sub, old.Hash); err != nil {
				return err
			}
			learnt.add(sub)
		} else {
			c.file(&entries[0], old, was)
			learnt.unless(entries[0].intent())
		}
		entries = entries[n:]
	}
	for name := range rest {
		c.found = append(c.found, prefix+name)
	}
	learnt.unless(len(c.found) > before || tree.IsZero())
	*known = learnt
	return nil
}

func (c *comparison) file(e *entry, old object.TreeEntry, was bool) {
	switch {
	case e.intent() && !was: // `git add -N` stages nothing
	case e.stage() != 0, !was, old.Hash != e.hash(), old.Mode != e.mode():
		if len(c.found) == 0 || c.found[len(c.found)-1] != e.name {
			c.found = append(c.found, e.name)
		}
	}
}

// countBelow counts the entries at the head of a sorted list that are below a folder.
func countBelow(entries []entry, folder string) int {
	return sort.Search(len(entries), func(i int) bool { return !strings.HasPrefix(entries[i].name, folder) })
}

// treeEntries reads one tree object into a map by name; the zero hash is the empty tree.
func (r *repo) treeEntries(hash plumbing.Hash) (map[string]object.TreeEntry, error) {
	if hash.IsZero() {
		return map[string]object.TreeEntry{}, nil
	}
	t, err := r.TreeObject(hash)
	if err != nil {
		return nil, fmt.Errorf("read tree %s: %w", hash, err)
	}
	m := make(map[string]object.TreeEntry, len(t.Entries))
	for _, e := range t.Entries {
		if e.Mode == filemode.Deprecated { // group-writable, in very old repositories; the index says 0644
			e.Mode = filemode.Regular
		}
		m[e.Name] = e
	}
	return m, nil
}
