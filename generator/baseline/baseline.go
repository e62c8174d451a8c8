// Package baseline keeps the pristine files that scale wrote last, in the project itself: .scale/base/<path>.base for
// each rendered path, and .scale/base/SUM with a line for each. A folder of single files is what lets two branches that
// add different pieces merge in git; SUM has no total, so that it merges by union of lines.
//
// SUM holds one line per path, sorted by path:
//
//	<sha256 of the bytes, hex> <mode, 644 or 755> <owner> <path>
//
// The baseline is verified whenever it is loaded, and a wrong one stops the run rather than being guessed.
package baseline

import (
	"maps"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/render"
)

// Where the baseline lives, relative to the project's root.
const (
	Dir     = ".scale/base"
	SumFile = Dir + "/SUM"
	suffix  = ".base"
)

// Baseline is what scale wrote last.
type Baseline struct {
	// Files are the rendered files whose bytes are proven by SUM.
	Files render.Tree
	// Merged are the paths for which SUM lists more than one line, after a git merge by union. Only LoadMerged
	// leaves any; the bytes of those in Files match one of the lines.
	Merged []string
	// Unknown are the paths that a git merge left without proven bytes. Only LoadMerged leaves any.
	Unknown []string

	raw    map[string]*render.File // the files under Dir as they are on disk, by full path
	listed map[string][]line       // of SUM, by path
}

// Empty reports whether the project has no baseline at all, as before its first change.
func (b *Baseline) Empty() bool { return len(b.raw) == 0 }

// Joined is the base of an unknown path as git's merge left it: what scale wrote on either side, put together as git put
// the file itself together. It is nil where git left none.
func (b *Baseline) Joined(path string) *render.File { return b.raw[PathOf(path)] }

// Lists reports whether SUM has a line for these bytes of a path, so that scale wrote them, here or on a branch.
func (b *Baseline) Lists(path string, data []byte) bool {
	sum := hash(data)
	return slices.ContainsFunc(b.listed[path], func(l line) bool { return l.sum == sum })
}

// PathOf is where the baseline of a rendered path lives.
func PathOf(rendered string) string { return Dir + "/" + rendered + suffix }

// Ops lists the operations that make the baseline hold exactly the new tree, for the same transaction as the files
// themselves. Files that are written only once never enter it, since they may hold secrets.
func (b *Baseline) Ops(tree render.Tree) []apply.Op {
	want := make(map[string]*render.File)
	kept := make(render.Tree)
	for p, f := range tree {
		if f.Owner != render.Once {
			kept[p] = f
			want[PathOf(p)] = &render.File{Data: f.Data, Mode: 0o644}
		}
	}
	if len(kept) > 0 {
		want[SumFile] = &render.File{Data: formatSum(kept), Mode: 0o644}
	}
	return difference(b.raw, want)
}

func difference(have, want map[string]*render.File) []apply.Op {
	paths := slices.Concat(slices.Collect(maps.Keys(have)), slices.Collect(maps.Keys(want)))
	slices.Sort(paths)
	var ops []apply.Op
	for _, p := range slices.Compact(paths) {
		op := apply.Op{Path: p, Old: have[p], New: want[p]}
		if !apply.SameFile(op.Old, op.New) {
			ops = append(ops, op)
		}
	}
	return ops
}

// renderedPath is the inverse of PathOf.
func renderedPath(full string) (string, bool) {
	return strings.CutSuffix(strings.TrimPrefix(full, Dir+"/"), suffix)
}
