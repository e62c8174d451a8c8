package cmd

import (
	"errors"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/plan"
)

// The shapes below are what --json promises: fields are only ever added. docs/COMMANDS.md describes them.

type resultJSON struct {
	Command   string                 `json:"command"`
	Applied   bool                   `json:"applied"`
	DryRun    bool                   `json:"dry_run"`
	Changes   []changeJSON           `json:"changes"`
	Conflicts int                    `json:"conflicts"`
	Notes     []string               `json:"notes"`
	Next      []string               `json:"next"`
	Differs   []generator.Difference `json:"differs,omitempty"`
	Recovered string                 `json:"recovered,omitempty"`
	Commit    string                 `json:"commit,omitempty"`
	Diff      string                 `json:"diff,omitempty"`
}

type changeJSON struct {
	Path      string         `json:"path"`
	Action    string         `json:"action"`
	Note      string         `json:"note,omitempty"`
	Conflicts []conflictJSON `json:"conflicts,omitempty"`
}

type conflictJSON struct {
	Line   int    `json:"line"`
	Why    string `json:"why"`
	Base   string `json:"base"`
	Ours   string `json:"ours"`
	Theirs string `json:"theirs"`
}

type errorJSON struct {
	Error errorBody `json:"error"`
}

type errorBody struct {
	Code    int               `json:"code"`
	Message string            `json:"message"`
	Next    string            `json:"next,omitempty"`
	Places  []generator.Place `json:"places,omitempty"`
	Faults  []generator.Fault `json:"faults,omitempty"`
	Changes []changeJSON      `json:"changes,omitempty"`
	Output  string            `json:"output,omitempty"`
}

func (a *app) resultToJSON(r *generator.Result) resultJSON {
	out := resultJSON{
		Command: r.Label, Applied: r.Applied, DryRun: a.flags.dryRun, Changes: changesToJSON(shown(r.Plan)),
		Conflicts: r.Conflicts, Notes: notNil(r.Notes), Next: notNil(r.Next), Differs: r.Differs, Recovered: r.Recovered, Commit: r.Commit,
	}
	if a.flags.diff {
		out.Diff = unified(r.Plan)
	}
	return out
}

func changesToJSON(entries []plan.Entry) []changeJSON {
	all := make([]changeJSON, 0, len(entries))
	for _, e := range entries {
		c := changeJSON{Path: e.Path, Action: string(e.Action), Note: e.Note}
		for _, m := range conflictsOf(e) {
			c.Conflicts = append(c.Conflicts, conflictJSON{m.Line, m.Why, m.Base, m.Ours, m.Theirs})
		}
		all = append(all, c)
	}
	return all
}

func errorToJSON(err error) errorJSON {
	body := errorBody{Code: exitFailed, Message: err.Error()}
	var usage *generator.Usage
	var refused *generator.Refused
	switch {
	case errors.As(err, &usage):
		body.Code, body.Message, body.Next = exitUsage, usage.What, usage.Next
	case errors.As(err, &refused):
		body.Message, body.Next, body.Places, body.Output = refused.What, refused.Next, refused.Places, refused.Output
		body.Faults, body.Changes = refused.Faults, changesToJSON(refused.Conflicts)
	}
	return errorJSON{Error: body}
}

// conflictsOf lists what stands against an entry; a blocked one says so in its note.
func conflictsOf(e plan.Entry) []merge.Conflict {
	if e.Action == plan.Conflicted {
		return e.Merge.Conflicts
	}
	return nil
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
