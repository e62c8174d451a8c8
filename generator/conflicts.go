package generator

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
	"github.com/scalecli/scale/generator/vcs"
)

// marksFile lists the files that were left with conflict markers, where no git keeps that: a file is dealt with once
// its bytes are no longer those that were written. Nothing is ever found by scanning for markers.
const marksFile = ".scale/conflicts"

// unresolved lists the files whose conflicts the user has not dealt with.
func (s *session) unresolved() ([]string, error) {
	if vcs.IsRepo(s.dir) {
		return vcs.Unresolved(s.dir)
	}
	found, err := s.root.Read(marksFile)
	if err != nil || found.File == nil {
		return nil, err
	}
	var waiting []string
	for line := range strings.Lines(string(found.File.Data)) {
		hash, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		on, err := s.root.Read(path)
		if err != nil {
			return nil, err
		}
		if on.File != nil && hashOf(on.File.Data) == hash {
			waiting = append(waiting, path)
		}
	}
	return waiting, nil
}

func hashOf(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// marks is the operation that keeps the list of marked files in step with a plan.
func (s *session) marks(p *plan.Plan) ([]apply.Op, error) {
	found, err := s.root.Read(marksFile)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	if !vcs.IsRepo(s.dir) {
		for _, e := range p.Problems() {
			fmt.Fprintf(&text, "%s %s\n", hashOf(e.New.Data), e.Path)
		}
	}
	op := apply.Op{Path: marksFile, Old: found.File}
	if text.Len() > 0 {
		op.New = &render.File{Data: []byte(text.String()), Mode: 0o644}
	}
	if apply.SameFile(op.Old, op.New) {
		return nil, nil
	}
	return []apply.Op{op}, nil
}

// stage leaves conflicts the way git does, so that the user's own tools show and resolve them.
func (s *session) stage(p *plan.Plan) error {
	if !vcs.IsRepo(s.dir) {
		return nil
	}
	sides := map[string]vcs.Sides{}
	for _, e := range p.Problems() {
		sides[e.Path] = vcs.Sides{Base: e.Sides.Base, Ours: e.Sides.Ours, Theirs: e.Sides.Theirs}
	}
	return vcs.Stages(s.dir, sides)
}
