package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/baseline"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
	"github.com/scalecli/scale/generator/render"
)

// session is one command's hold on one project.
type session struct {
	g         *Generator
	dir       string
	packs     *pack.Set
	stack     Stack
	root      *apply.Root
	hold      *apply.Change
	recovered string
	doc       *manifest.Document // scale.yaml as it is on disk
	applied   *manifest.Document // scale.yaml as it was applied last
	base      *baseline.Baseline
	facts     map[string]any
	notes     []string          // what the edit of the manifest has to say
	settled   map[string][]byte // files that git left in conflict and scale puts together; see settle
}

// open finds the project, takes its lock, finishes or rolls back what an earlier command left, and reads it.
func (g *Generator) open(ctx context.Context, dir string) (s *session, err error) {
	dir, err = findProject(dir)
	if err != nil {
		return nil, err
	}
	packs, err := pack.Load(g.Packs)
	if err != nil {
		return nil, err
	}
	root, err := apply.Open(dir)
	if err != nil {
		return nil, err
	}
	hold, outcome, err := root.Begin(ctx)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	s = &session{g: g, dir: dir, packs: packs, root: root, hold: hold, recovered: outcome.String()}
	if err := s.read(); err != nil {
		s.close(&err)
		return nil, err
	}
	return s, nil
}

func (s *session) read() (err error) {
	if s.doc, err = s.manifestOnDisk(); err != nil {
		return err
	}
	if s.stack, err = s.g.stack(s.doc.Project.Stack); err != nil {
		return err
	}
	if s.facts, err = readFacts(s.root); err != nil {
		return err
	}
	if s.base, err = baseline.LoadMerged(s.root); err != nil {
		return baselineFault(err)
	}
	if s.settled, err = s.settle(); err != nil {
		return err
	}
	s.applied, err = s.manifestApplied()
	return err
}

// baselineFault is a baseline that does not match its sums: the run stops rather than guess.
func baselineFault(err error) error {
	var fault *baseline.Fault
	if !errors.As(err, &fault) {
		return err
	}
	return refusef(fault.Next(), "%s %s", fault.File, fault.What)
}

func (s *session) manifestOnDisk() (*manifest.Document, error) {
	on, err := s.root.Read(manifest.FileName)
	if err != nil {
		return nil, err
	}
	if on.File == nil {
		return nil, refusef("", "%s is not a file", filepath.Join(s.dir, manifest.FileName))
	}
	doc, err := manifest.Parse(on.File.Data, s.packs.Schema())
	switch {
	case err != nil && bytes.Contains(on.File.Data, []byte("\n<<<<<<< ")):
		return nil, refusef("git add "+manifest.FileName+", once it holds what both sides say, then scale apply",
			"git left a conflict in %s", manifest.FileName)
	case err != nil:
		return nil, refusef("scale diff, after mending the lines above", "%s cannot be read:\n%v", manifest.FileName, err)
	}
	return doc, nil
}

// manifestApplied reads the baseline's copy. After a git merge that joined two of them it may be unreadable or mixed;
// then nothing is known to be applied, and apply takes the one on disk.
func (s *session) manifestApplied() (*manifest.Document, error) {
	text, known := s.base.Files[manifest.FileName]
	if !known || s.merged() {
		return s.doc, nil
	}
	doc, err := manifest.Parse(text.Data, s.packs.Schema())
	if err != nil {
		return nil, fmt.Errorf("reading the manifest as it was applied last: %w", err)
	}
	return doc, nil
}

func (s *session) close(err *error) {
	*err = errors.Join(*err, s.hold.Close(), s.root.Close())
}

// findProject looks for scale.yaml in dir and the folders above it.
func findProject(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := start; ; at = filepath.Dir(at) {
		if isFile(filepath.Join(at, manifest.FileName)) {
			if !isDir(filepath.Join(at, ".scale")) {
				return "", refusef("scale init NAME", "%s has a %s but no .scale folder, so scale did not create it and will not touch it", at, manifest.FileName)
			}
			return at, nil
		}
		if filepath.Dir(at) == at {
			return "", refusef("scale init NAME", "%s is not in a project that scale created: there is no %s here or above", start, manifest.FileName)
		}
	}
}

func isFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (g *Generator) stack(name string) (Stack, error) {
	var all []string
	for _, s := range g.Stacks {
		if s.Name() == name || name == "" {
			return s, nil
		}
		all = append(all, s.Name())
	}
	return nil, usagef("", "there is no stack %q in this scale; there are %s", name, strings.Join(all, ", "))
}

// disk gives the project's files to a stack for reading.
func (s *session) disk() fs.FS { return os.DirFS(s.dir) }

// merged reports whether git has merged two changes by scale since the last command.
func (s *session) merged() bool { return len(s.base.Merged)+len(s.base.Unknown) > 0 }

// The checks before an edit.

func noConflictsWait(s *session) error {
	waiting, err := s.unresolved()
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(path string) bool { return s.settled[path] != nil })
	if len(waiting) == 0 {
		return nil
	}
	return refusef("git add "+strings.Join(waiting, " ")+", once their conflicts are resolved", "conflicts of an earlier change wait in %s", strings.Join(waiting, ", "))
}

func noMergeWaits(s *session) error {
	if !s.merged() {
		return nil
	}
	return refusef("scale apply", "this tree comes from a git merge of two changes by scale, and what they share has to be rebuilt first")
}

func noHandEdits(s *session) error {
	if reflect.DeepEqual(s.doc.Project, s.applied.Project) {
		return nil
	}
	return refusef("scale diff, then scale apply", "%s holds edits that were not applied yet", manifest.FileName)
}

func noUpgradeWaits(s *session) error {
	if s.merged() {
		return nil // what two branches share is in no state that any rendering gave, so there is nothing to compare with
	}
	pending, err := s.templatesDiffer()
	if err != nil || len(pending) == 0 {
		return err
	}
	return refusef("scale upgrade", "this scale has newer templates than the project was made with (%s)", shortList(pending, 3))
}

// templatesDiffer lists the paths that come out differently from what scale wrote last, for the manifest as applied.
func (s *session) templatesDiffer() ([]string, error) {
	theirs, err := s.render(s.applied.Project)
	if err != nil {
		return nil, err
	}
	var differ []string
	for _, p := range union(theirs, s.base.Files) {
		if p == manifest.FileName || s.owner(p) == render.Once {
			continue
		}
		a, inA := theirs[p]
		b, inB := s.base.Files[p]
		if inA != inB || string(a.Data) != string(b.Data) {
			differ = append(differ, p)
		}
	}
	return differ, nil
}

func shortList(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}
