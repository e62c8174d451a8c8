package vcs

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// cached is git's memory of the tree object that a folder of the index would make. With it, equal folders need no
// comparison, which is what keeps a commit quick in a large repository.
type cached struct {
	name  string // of the folder; "" for the root
	count int    // of the index entries below it; -1 when something below it changed since
	hash  plumbing.Hash
	subs  []*cached
}

var errCached = errors.New("damaged tree extension")

// decodeCached reads the TREE extension.
func decodeCached(text string) (*cached, error) {
	c, rest, err := decodeNode(text, 0)
	if err != nil || rest != "" {
		return nil, errCached
	}
	return c, nil
}

func decodeNode(text string, depth int) (c *cached, rest string, err error) {
	const deepest = 4096 // no file system nests further; the bound keeps a damaged file from exhausting the stack
	name, rest, ok := strings.Cut(text, "\x00")
	counts, rest, ok2 := strings.Cut(rest, "\n")
	first, second, ok3 := strings.Cut(counts, " ")
	if !ok || !ok2 || !ok3 || depth > deepest {
		return nil, "", errCached
	}
	c = &cached{name: name}
	subs, err := strconv.Atoi(second)
	if err != nil {
		return nil, "", errCached
	}
	if c.count, err = strconv.Atoi(first); err != nil {
		return nil, "", errCached
	}
	if c.count >= 0 {
		if len(rest) < len(c.hash) {
			return nil, "", errCached
		}
		copy(c.hash[:], rest)
		rest = rest[len(c.hash):]
	}
	for range subs {
		var sub *cached
		if sub, rest, err = decodeNode(rest, depth+1); err != nil {
			return nil, "", err
		}
		c.subs = append(c.subs, sub)
	}
	return c, rest, nil
}

// encode appends the node and those below it.
func (c *cached) encode(to []byte) []byte {
	to = append(to, c.name...)
	to = append(to, 0)
	to = fmt.Appendf(to, "%d %d\n", c.count, len(c.subs))
	if c.count >= 0 {
		to = append(to, c.hash[:]...)
	}
	for _, s := range c.subs {
		to = s.encode(to)
	}
	return to
}

// sub returns the node of a folder directly below, a new one where there is none.
func (c *cached) sub(name string) *cached {
	for _, s := range c.subs {
		if s.name == name {
			return s
		}
	}
	return &cached{name: name, count: -1}
}

// add takes a node in; what is not known of it is not known of the folder above either.
func (c *cached) add(sub *cached) {
	c.subs = append(c.subs, sub)
	c.unless(sub.count < 0)
}

// unless forgets the tree of the node itself when it turns out not to hold.
func (c *cached) unless(wrong bool) {
	if wrong {
		c.count, c.hash = -1, plumbing.ZeroHash
	}
}

// forget marks every folder above a path as changed.
func (c *cached) forget(p string) {
	for c != nil {
		c.unless(true)
		dir, rest, below := strings.Cut(p, "/")
		if !below {
			// A file may now stand where the folder was.
			c.subs = slices.DeleteFunc(c.subs, func(s *cached) bool { return s.name == dir })
			return
		}
		c, p = c.sub(dir), rest
	}
}
