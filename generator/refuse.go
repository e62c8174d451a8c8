package generator

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/plan"
)

// refuse stops a change before anything is written: when files disagree, or when files of the user's use what goes.
func (s *session) refuse(w *work, c change) error {
	if err := s.refuseUntranslated(w, c); err != nil {
		return err
	}
	if c.removes && !c.options.Force {
		if err := s.refuseUsed(w, c); err != nil {
			return err
		}
	}
	if err := s.refuseUnhooked(w, c); err != nil {
		return err
	}
	if err := s.refuseMoved(w, c); err != nil {
		return err
	}
	if err := s.refuseClashing(w, c); err != nil {
		return err
	}
	if err := s.refuseIncludedTwice(w, c); err != nil {
		return err
	}
	problems := w.plan.Problems()
	if len(problems) == 0 || c.options.Markers && !slices.ContainsFunc(problems, isBlocked) {
		return nil
	}
	return &Refused{What: describe(problems), Conflicts: problems, Next: s.wayOut(problems, c)}
}

func isBlocked(e plan.Entry) bool { return e.Action == plan.Blocked }

// refuseUsed lists the lines that would no longer build.
func (s *session) refuseUsed(w *work, c change) error {
	places, err := s.stack.References(w.change)
	if err != nil || len(places) == 0 {
		return err
	}
	return &Refused{
		What:   "lines of yours use what would go",
		Places: places,
		Next:   c.options.Command + " --force, to remove what scale wrote all the same; edited files stay. Or delete these lines first",
	}
}

// refuseUnhooked stops a change that would succeed and do nothing.
func (s *session) refuseUnhooked(w *work, c change) error {
	places, err := s.stack.Unhooked(w.change)
	if err != nil || len(places) == 0 {
		return err
	}
	return &Refused{
		What:   "what the change adds would never run, because these lines, through which scale's files are called, are gone",
		Places: places,
		Next:   "git diff -- " + places[0].Path + ", to put the call back, then " + c.options.Command,
	}
}

// refuseMoved stops a change of code that goes on under another name in the same folder. Without the change there, the
// rest of it would not fit; and a file that scale did not write is never written to.
func (s *session) refuseMoved(w *work, c change) error {
	for _, e := range w.plan.Entries {
		if _, code := s.stack.Merger(e.Path, w.change); !code || e.Action != plan.StayDeleted {
			continue
		}
		to := s.moved(e.Path, w.change.Base[e.Path].Data)
		if to == "" || path.Dir(to) != path.Dir(e.Path) {
			continue
		}
		return &Refused{
			What:   "the change alters " + e.Path + ", which seems to be " + to + " now; nothing was written",
			Places: []Place{{Path: to, Line: 1, Text: "was " + e.Path}},
			Next:   "git mv " + to + " " + e.Path + ", then " + c.options.Command + "; after it the file can move again",
		}
	}
	return nil
}

func describe(problems []plan.Entry) string {
	blocked := len(slices.DeleteFunc(slices.Clone(problems), func(e plan.Entry) bool { return !isBlocked(e) }))
	switch {
	case blocked == len(problems):
		return fmt.Sprintf("%s in the way; nothing was written", count(blocked, "file stands", "files stand"))
	case blocked > 0:
		return fmt.Sprintf("%s need you and %s in the way; nothing was written",
			count(len(problems)-blocked, "file", "files"), count(blocked, "file stands", "files stand"))
	}
	return fmt.Sprintf("%s changed by you and by scale in the same place; nothing was written", count(len(problems), "file is", "files are"))
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// wayOut names the command that goes on from here.
func (s *session) wayOut(problems []plan.Entry, c change) string {
	for _, e := range problems {
		if isBlocked(e) {
			return "git mv " + e.Path + " " + aside(e.Path) + ", then " + c.options.Command
		}
		if e.Sides == nil || s.owner(e.Path) != 0 {
			return "cp .scale/base/" + e.Path + ".base " + e.Path + ", once your lines in it are kept elsewhere, then " + c.options.Command
		}
	}
	return c.options.Command + " --conflict=markers, to apply the rest and resolve these by hand"
}

// aside is a free-standing name next to a path: own.go → own_mine.go.
func aside(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > strings.LastIndexByte(name, '/')+1 {
		return name[:i] + "_mine" + name[i:]
	}
	return name + "_mine"
}
