package apply

import (
	"errors"
	"fmt"
	"strings"
)

// Outcome is what recovery found and did before a command began.
type Outcome struct {
	// Done is what happened to the interrupted change.
	Done Done
	// Label is the interrupted command.
	Label string
	// Kept are the paths that somebody saved after the interruption; their bytes were not touched.
	Kept []string
	// Why says why a change was taken back that could have been finished; nil otherwise.
	Why error
}

// Done is what recovery did.
type Done uint8

// The outcomes of a recovery.
const (
	Nothing    Done = iota // no change had been interrupted
	Finished               // the project is as after the interrupted change
	RolledBack             // the project is as before it
)

// String is a sentence for the user, or "" when there was nothing to recover.
func (o Outcome) String() string {
	if o.Done == Nothing {
		return ""
	}
	text := "finished `" + o.Label + "`, which had been interrupted"
	if o.Done == RolledBack {
		text = "took back `" + o.Label + "`, which had been interrupted; run it again if you still want it"
	}
	if o.Why != nil {
		text += fmt.Sprintf(" (it could not be finished: %v)", o.Why)
	}
	if len(o.Kept) > 0 {
		text += fmt.Sprintf(" (kept as you saved it since: %s)", strings.Join(o.Kept, ", "))
	}
	return text
}

// Interrupted reports whether a change waits to be finished or taken back, for commands that only read. It is only a
// hint while another command runs.
func (r *Root) Interrupted() (bool, error) { return exists(r.disk, txnDir) }

// resumeLast finishes or takes back what an interrupted command left. The package comment has the rule.
func (r *Root) resumeLast() (Outcome, error) {
	if err := removeAll(r.disk, stageDir); err != nil {
		return Outcome{}, err
	}
	waiting, err := exists(r.disk, txnDir)
	if err != nil || !waiting {
		return Outcome{}, err
	}
	j, err := readJournal(r.disk, txnDir)
	if err != nil {
		return Outcome{}, err
	}
	t := &txn{disk: r.disk, journal: j}
	kept, finish, err := t.direction()
	if err != nil {
		return Outcome{}, err
	}
	return t.resume(kept, finish)
}

func (t *txn) resume(kept []string, finish bool) (Outcome, error) {
	out := Outcome{Done: Finished, Label: t.Label, Kept: kept}
	if finish {
		out.Why = t.forward(kept)
		if out.Why == nil {
			return out, unfinished(t.finish())
		}
		if err := t.abandon(out.Why); errors.Is(err, ErrUnfinished) {
			return Outcome{}, err
		}
		out.Done = RolledBack
		return out, nil
	}
	out.Done = RolledBack
	return out, unfinished(t.back())
}

func unfinished(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrUnfinished, err)
}

// direction lists the paths that are neither old nor new and says whether the change is to be finished.
func (t *txn) direction() (kept []string, finish bool, err error) {
	back, err := t.marked(backMark)
	if err != nil {
		return nil, false, err
	}
	ready, err := t.marked(readyMark)
	if err != nil {
		return nil, false, err
	}
	finish = !back
	for _, s := range t.Steps {
		now, _, err := t.sideOf(s)
		if err != nil {
			return nil, false, err
		}
		if now == other {
			kept = append(kept, s.Path)
			finish = finish && ready && t.switched(s)
		}
	}
	return kept, finish, nil
}

// switched reports whether a path that somebody wrote since had its new bytes by then. Once ready stands, a step that is
// not switched has its temporary file; a deletion has none, and a file that stands where one was deleted counts as not
// switched.
func (t *txn) switched(s step) bool {
	if s.New == nil {
		return false
	}
	found, _, err := look(t.disk, s.Temp)
	return err == nil && found.File == nil
}
