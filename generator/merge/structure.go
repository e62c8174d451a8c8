package merge

import (
	"bytes"
	"errors"
	"fmt"
)

// Check reports whether data is a sound file of its kind. Where it knows the line of the fault, the error is or wraps a
// *LineError.
type Check func(data []byte) error

// LineError is a fault at a line of a file, counted from 1.
type LineError struct {
	Line int
	Msg  string
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Msg) }

// Checked makes a strategy look at what it made: a clean merge that breaks a file which was sound on our side is a
// conflict. Lines can merge without touching each other and still give, say, one key of a YAML mapping twice.
func Checked(f Func, check Check) Func {
	return func(base, ours, theirs []byte) Result {
		r := f(base, ours, theirs)
		if !r.Clean() || bytes.Equal(r.Data, ours) {
			return r
		}
		fault := check(r.Data)
		if fault == nil || check(ours) != nil {
			return r
		}
		return unsound(r, ours, fault)
	}
}

// unsound turns a clean merge that breaks the file into a conflict at everything that theirs brought into ours.
func unsound(r Result, ours []byte, fault error) Result {
	if !isText(ours) || !isText(r.Data) {
		return Result{Data: ours, Conflicts: []Conflict{{Why: unsoundWhy(fault)}}, Notes: r.Notes}
	}
	s := readSides(ours, ours, r.Data)
	ids := numbering{}
	brought := hunks(ids.number(s.ours), ids.number(s.theirs))
	var regions []region
	written := 0
	for _, h := range brought {
		o := h.base.of(s.ours)
		regions = append(regions,
			agreedOn(s.ours[written:h.base.from]),
			region{why: unsoundWhy(fault), line: h.base.from, base: o, ours: o, theirs: h.side.of(s.theirs)})
		written = h.base.to
	}
	marked := s.result(append(regions, agreedOn(s.ours[written:])))
	marked.Notes = r.Notes
	marked.Conflicts = blame(marked.Conflicts, brought, fault)
	return marked
}

func unsoundWhy(fault error) string {
	return fmt.Sprintf("merged, the file would no longer parse: %v", fault)
}

// blame names one place for the fault: the change that holds its line, or else the last one before it, since a parser
// stumbles at or after what is wrong.
func blame(all []Conflict, brought []hunk, fault error) []Conflict {
	var at *LineError
	if len(all) == 0 {
		return []Conflict{{Why: unsoundWhy(fault)}} // only line endings or the final newline differ
	}
	if !errors.As(fault, &at) {
		return all[:1]
	}
	i := 0
	for i+1 < len(brought) && brought[i+1].side.from < at.Line {
		i++
	}
	return all[i : i+1]
}
