// Package plan compares three trees — base (what scale wrote last), ours (the disk) and theirs (the new rendering) —
// and says for every path what is to happen. A plan is computed and checked in full before anything is written, and
// apply may use only the plan.
package plan

import (
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/render"
)

// Action is what happens to one path.
type Action string

// The actions; the table in docs/ARCHITECTURE.md gives the rule for each.
const (
	Create      Action = "create"
	Update      Action = "update"   // take theirs; the user had not touched the file
	Merge       Action = "merge"    // both sides changed; the merge is clean
	Delete      Action = "delete"   // the user had not touched the file
	Keep        Action = "keep"     // nothing to do on disk
	Adopt       Action = "adopt"    // the disk holds theirs already; only the baseline advances
	StayDeleted Action = "deleted"  // the user deleted it; it stays deleted
	NowYours    Action = "yours"    // edited, and no longer rendered: kept, dropped from the baseline
	Conflicted  Action = "conflict" // needs a person
	Blocked     Action = "blocked"  // something scale did not write stands in the way
)

// OnDisk is what stands at a path: nothing (File == nil, Kind == ""), a regular file, or something else.
type OnDisk struct {
	File *render.File
	Kind string // "" for a file or nothing; else "symlink", "folder", "device", …
}

// Entry is the plan for one path.
type Entry struct {
	Path   string
	Action Action
	Old    OnDisk       // the disk before
	New    *render.File // the disk after; nil for absent. Equal to Old.File when nothing is written
	Base   *render.File // the baseline after; nil when the path leaves it
	Sides  *Sides       // the three inputs of a merge, for conflict stages; nil otherwise
	Merge  merge.Result // notes and conflicts of Merge and Conflicted
	Note   string       // one sentence for the report, e.g. "perhaps moved to internal/x.go"
}

// Sides are the inputs of a three-way merge.
type Sides struct{ Base, Ours, Theirs []byte }

// Plan is every path's entry, sorted by path.
type Plan struct{ Entries []Entry }
