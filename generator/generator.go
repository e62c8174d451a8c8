// Package generator evolves projects. Every command is an edit of the manifest followed by the same path:
//
//	manifest ──edit──▶ manifest'
//	base   = what scale wrote last                    (.scale/base/)
//	theirs = render(manifest', facts, packs)          (pure)
//	ours   = the files as they are on disk
//	plan   = three-way merge of base, ours, theirs, file by file
//	apply  = the plan, all of it or none of it
//
// This file is that path, from top to bottom.
package generator

import (
	"context"

	"github.com/scalecli/scale/generator/manifest"
)

// change is one command that edits the manifest of a project.
type change struct {
	dir     string
	edit    func(*session) manifest.Edit
	before  []check // what must hold before the edit
	removes bool    // files of the user's may use what goes
	part    string  // the kind of the parts that it brings, or ""
	options Options
}

// check says why a command cannot run on a project as it is now, or nil.
type check func(*session) error

// run takes a project from one manifest to the next.
func (g *Generator) run(ctx context.Context, c change) (result *Result, err error) {
	s, err := g.open(ctx, c.dir)
	if err != nil {
		return nil, err
	}
	defer s.close(&err)

	// The edit comes first: a fault in what was typed is to be named, whatever state the project is in.
	next, err := s.edited(c.edit(s))
	if err != nil {
		return nil, err
	}
	for _, holds := range c.before {
		if err := holds(s); err != nil {
			return nil, err
		}
	}
	w, err := s.work(next)
	if err != nil {
		return nil, err
	}
	if err := s.refuse(w, c); err != nil {
		return nil, err
	}
	if c.options.Verify && !c.options.DryRun {
		if err := s.prove(ctx, w, c.options); err != nil {
			return nil, err
		}
	}
	return s.carryOut(ctx, w, c.options)
}

// ready are the checks before every edit by command: nothing is half done, nothing waits, and the templates are the
// ones this project was made with, so that no command brings unrelated changes along.
var ready = []check{noConflictsWait, noMergeWaits, noHandEdits, noUpgradeWaits}

// always is an edit that does not depend on the project.
func always(e manifest.Edit) func(*session) manifest.Edit {
	return func(*session) manifest.Edit { return e }
}
