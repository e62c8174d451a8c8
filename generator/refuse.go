package generator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/plan"
)

// refuse stops a change before anything is written: when files disagree, or when files of the user's use what goes.
func (s *session) refuse(w *work, c change) error {
	if c.removes && !c.options.Force {
		if err := s.refuseUsed(w, c); err != nil {
			return err
		}
	}
	if err := s.refuseUnhooked(w, c); err != nil {
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
func aside(path string) string {
	if i := strings.LastIndexByte(path, '.'); i > strings.LastIndexByte(path, '/')+1 {
		return path[:i] + "_mine" + path[i:]
	}
	return path + "_mine"
}
