// Package render turns a project, its facts and the packs into a tree of files. It is pure: no clock, network,
// environment or chance.
package render

import (
	"io/fs"
	"maps"
	"slices"
)

// Owner says who may change a file after it was written, and so how it is merged.
type Owner uint8

// The kinds of file; docs/ARCHITECTURE.md, "Who owns which file".
const (
	// User files are written once, then merged three ways and the user's to change.
	User Owner = iota
	// Scale files are re-rendered whole; a hand edit in one is a conflict, never overwritten in silence.
	Scale
	// Once files (.env, keys) are created if absent, then never read, written or kept in the baseline.
	Once
	// Append files (migrations) are never changed once they were written.
	Append
)

// File is one rendered file.
type File struct {
	Data  []byte
	Mode  fs.FileMode // 0o644 or 0o755
	Owner Owner
}

// Tree holds files by slash-separated path relative to the project's root.
type Tree map[string]File

// Paths returns the tree's paths in byte order.
func (t Tree) Paths() []string { return slices.Sorted(maps.Keys(t)) }
