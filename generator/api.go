package generator

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/scalecli/scale/generator/plan"
)

// Generator turns edits of a manifest into changes of a project. It holds no state between calls.
type Generator struct {
	Packs  fs.FS            // the folder of pieces (templates.FS in the released program)
	Stacks []Stack          // the languages it can write
	Now    func() time.Time // the clock, read only to stamp new migrations
}

// Options are the flags shared by every command that changes a project.
type Options struct {
	DryRun  bool   // compute and report the plan, write nothing
	Verify  bool   // prove the change on a scratch copy first
	Commit  bool   // commit exactly the changed paths
	Force   bool   // remove although files of the user's use what goes
	Markers bool   // write conflict markers and index stages in place of refusing
	Command string // the command line as the user would repeat it, e.g. "scale add module booking date:date"
}

// InitOptions describe a new project.
type InitOptions struct {
	Dir        string            // where it goes; created when absent
	Name       string            // project name
	Stack      string            // "" means the first stack
	ModulePath string            // "" means Name
	Modules    []string          // "product name:string:index …"; empty means one example module, named by the packs
	Backends   map[string]string // piece → backend for pieces that every project has; absent means the default
	NoGit      bool
	Options
}

// Result is what a command did, or with DryRun would do.
type Result struct {
	Label     string // the command, as it is recorded
	Plan      *plan.Plan
	Applied   bool         // false with DryRun, or when there was nothing to do
	Conflicts int          // files that wait for the user (Markers only)
	Recovered string       // a sentence when an interrupted earlier change was finished or rolled back first
	Notes     []string     // things the user should know
	Differs   []Difference // what the user wrote for a backend that is replaced, and the new one reads differently
	Next      []string     // exact commands that come next
	Commit    string       // hash of the commit made, or ""
}

// Refused says why a command changed nothing: what, where, and the exact next command. Exit code 1.
type Refused struct {
	What      string       // one sentence without a full stop
	Places    []Place      // where, when lines can be named
	Conflicts []plan.Entry // where, when files disagree
	Next      string       // the exact next command, or ""
	Output    string       // output of the user's own build or tests, for --verify
	Faults    []Fault      // each thing that is wrong, where it is more than one
}

// Fault is one of several things that are wrong.
type Fault struct {
	What string `json:"message"` // one sentence without a full stop
	Next string `json:"next"`    // the exact command that mends it
}

func (r *Refused) Error() string {
	var b strings.Builder
	b.WriteString(r.What)
	for _, p := range r.Places {
		fmt.Fprintf(&b, "\n  %s:%d  %s", p.Path, p.Line, p.Text)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(&b, "\n  %s", f.What)
	}
	if r.Next != "" {
		b.WriteString(". Run: " + r.Next)
	}
	return b.String()
}

// Usage is a fault in what the user typed. Exit code 2; nothing was written.
type Usage struct {
	What string
	Next string
}

func (u *Usage) Error() string {
	if u.Next == "" {
		return u.What
	}
	return u.What + ". Run: " + u.Next
}

func usagef(next, format string, args ...any) error {
	return &Usage{What: fmt.Sprintf(format, args...), Next: next}
}

func refusef(next, format string, args ...any) error {
	return &Refused{What: fmt.Sprintf(format, args...), Next: next}
}

// The methods of Generator, each in the file named after it:
//
//	Init(ctx, InitOptions) (*Result, error)
//	AddModule(ctx, dir, spec string, Options), AddField(ctx, dir, spec, Options), AddIndex(ctx, dir, spec, Options)
//	AddPiece(ctx, dir, name, backend string, set map[string]string, Options)
//	AddParts(ctx, dir, kind string, specs []string, Options), RemoveParts(ctx, dir, kind, specs, Options)
//	RemoveModule(ctx, dir, name, Options), RemovePiece(ctx, dir, name, Options)
//	Apply(ctx, dir, Options), Upgrade(ctx, dir, Options), Undo(ctx, dir, Options)   all (*Result, error)
//	Status(ctx, dir) (*Status, error)
//	List() (*Catalogue, error)
