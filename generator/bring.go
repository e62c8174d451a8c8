package generator

import (
	"context"
	"time"

	"github.com/scalecli/scale/generator/manifest"
)

// Apply brings the tree to what scale.yaml says: after a hand edit of it, and after a git merge of two changes by
// scale.
func (g *Generator) Apply(ctx context.Context, dir string, o Options) (*Result, error) {
	settle := func(s *session) manifest.Edit {
		if s.merged() {
			return same
		}
		return func(d *manifest.Document, now time.Time) (*manifest.Document, error) {
			next, err := manifest.Settle(s.applied.Project)(d, now)
			if err != nil {
				return nil, refusef("", "%v", err)
			}
			return next, nil
		}
	}
	return g.run(ctx, change{dir: dir, edit: settle, before: []check{noConflictsWait, noUpgradeWaits}, removes: true, options: o})
}

// Upgrade renders the project as it was applied last with the templates of this scale. It leaves scale.yaml alone, so
// that hand edits in it wait for the apply that follows.
func (g *Generator) Upgrade(ctx context.Context, dir string, o Options) (*Result, error) {
	applied := func(s *session) manifest.Edit {
		return func(*manifest.Document, time.Time) (*manifest.Document, error) { return s.applied, nil }
	}
	return g.run(ctx, change{dir: dir, edit: applied, before: []check{noConflictsWait, noMergeWaits}, removes: true, options: o})
}

func same(d *manifest.Document, _ time.Time) (*manifest.Document, error) { return d, nil }
