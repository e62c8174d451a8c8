package cmd

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/plan"
)

// mostRows keeps a report on one screen; --json and --diff show everything.
const mostRows = 30

// shown are the entries a person wants to hear of: what changes on the disk, and what scale leaves alone on purpose.
func shown(p *plan.Plan) []plan.Entry {
	var all []plan.Entry
	writes := p.Writes()
	for _, e := range p.Entries {
		written := slices.ContainsFunc(writes, func(w plan.Entry) bool { return w.Path == e.Path })
		if written || e.Note != "" || e.Action == plan.Conflicted || e.Action == plan.Blocked {
			all = append(all, e)
		}
	}
	return all
}

// resultText is the report of a change; with --diff it stands beside the diff and lists no files.
func (a *app) resultText(r *generator.Result) string {
	var b strings.Builder
	style := a.styles()
	rows := shown(r.Plan)
	switch {
	case len(rows) == 0 && r.Applied: // after a git merge, say
		b.WriteString("your files stay as they are; .scale/base is up to date again\n")
	case len(rows) == 0 && len(r.Notes) == 0:
		b.WriteString("nothing to change\n")
	case !a.flags.diff:
		writeRows(&b, rows, style)
	}
	for _, note := range r.Notes {
		b.WriteString(style.warn.Render("note") + "  " + strings.ReplaceAll(note, "\n", "\n      ") + "\n")
	}
	writeDiffers(&b, r.Differs, style)
	b.WriteString(a.closing(r, rows))
	return b.String()
}

// writeDiffers lists what has to be looked at after a change of backend: all of it, since none may be missed.
func writeDiffers(b *strings.Builder, all []generator.Difference, style styles) {
	if len(all) == 0 {
		return
	}
	title := counted(len(all), "place of yours reads", "places of yours read") + " differently with " + all[0].Backend
	b.WriteString(style.warn.Render("look") + "  " + title + "\n")
	for _, d := range all {
		fmt.Fprintf(b, "  %s:%d  %s\n", d.Path, d.Line, d.Text)
		b.WriteString(style.faint.Render("           "+d.Says) + "\n")
	}
}

func writeRows(b *strings.Builder, rows []plan.Entry, style styles) {
	if isNew := func(e plan.Entry) bool { return e.Action == plan.Create }; len(rows) > mostRows && every(rows, isNew) {
		writeFolders(b, rows, style)
		return
	}
	for i, e := range rows {
		if i == mostRows && len(rows) > mostRows+1 {
			fmt.Fprintf(b, "  … and %d more\n", len(rows)-i)
			return
		}
		fmt.Fprintf(b, "  %s %s\n", colourOf(e.Action, style).Render(fmt.Sprintf("%-8s", e.Action)), e.Path)
		if e.Note != "" {
			b.WriteString(style.faint.Render("           "+e.Note) + "\n")
		}
	}
}

// writeFolders sums up a new project, in which nobody reads a list of files.
func writeFolders(b *strings.Builder, rows []plan.Entry, style styles) {
	count := map[string]int{}
	for _, e := range rows {
		top, _, below := strings.Cut(e.Path, "/")
		if below {
			top += "/"
		}
		count[top]++
	}
	for _, top := range slices.Sorted(maps.Keys(count)) {
		files := ""
		if strings.HasSuffix(top, "/") {
			files = style.faint.Render(" " + counted(count[top], "file", "files"))
		}
		fmt.Fprintf(b, "  %s %s%s\n", style.good.Render(fmt.Sprintf("%-8s", plan.Create)), top, files)
	}
}

func every(rows []plan.Entry, holds func(plan.Entry) bool) bool {
	return !slices.ContainsFunc(rows, func(e plan.Entry) bool { return !holds(e) })
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func colourOf(action plan.Action, style styles) lipgloss.Style {
	switch action {
	case plan.Create, plan.Update, plan.Merge:
		return style.good
	case plan.Conflicted, plan.Blocked, plan.Delete:
		return style.bad
	}
	return style.warn
}

// closing says what to do next.
func (a *app) closing(r *generator.Result, rows []plan.Entry) string {
	var b strings.Builder
	switch {
	case a.flags.dryRun && len(rows) > 0 && !a.flags.diff:
		b.WriteString("nothing was written (--dry-run)\n")
	case r.Conflicts > 0:
		fmt.Fprintf(&b, "%d to resolve: look for <<<<<<< in the files above, then git add them\n", r.Conflicts)
	case r.Commit != "":
		fmt.Fprintf(&b, "committed as %.10s\n", r.Commit)
	}
	for i, next := range r.Next {
		lead := "next: "
		if i > 0 {
			lead = "      "
		}
		b.WriteString(lead + a.inDir(next) + "\n")
	}
	return b.String()
}

func colourDiff(text string, style styles) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		body, end := strings.TrimSuffix(line, "\n"), line[len(strings.TrimSuffix(line, "\n")):]
		switch {
		case strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
			body = style.bold.Render(body)
		case strings.HasPrefix(line, "+"):
			body = style.good.Render(body)
		case strings.HasPrefix(line, "-"):
			body = style.bad.Render(body)
		case strings.HasPrefix(line, "@@"):
			body = style.faint.Render(body)
		}
		b.WriteString(body + end)
	}
	return b.String()
}

// faultsText lists the faults of a refusal, each with the command that mends it.
func (a *app) faultsText(faults []generator.Fault) string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "  %s. Run: %s\n", f.What, a.inDir(f.Next))
	}
	return b.String()
}

// whereText lists the places of a refusal, and the two sides of each conflict.
func whereText(r *generator.Refused, style styles) string {
	var b strings.Builder
	for _, p := range r.Places {
		fmt.Fprintf(&b, "  %s:%d  %s\n", p.Path, p.Line, p.Text)
	}
	for _, e := range r.Conflicts {
		if e.Note != "" || len(conflictsOf(e)) == 0 {
			fmt.Fprintf(&b, "  %s  %s\n", e.Path, e.Note)
		}
		for _, c := range conflictsOf(e) {
			place := e.Path
			if c.Line > 0 {
				place = fmt.Sprintf("%s:%d", e.Path, c.Line)
			}
			fmt.Fprintf(&b, "  %s  %s\n", place, c.Why)
			writeSide(&b, "yours", c.Ours, style.warn)
			writeSide(&b, "scale", c.Theirs, style.good)
		}
	}
	if r.Output != "" {
		b.WriteString(indent(r.Output))
	}
	return b.String()
}

// writeSide shows the first lines of one side.
func writeSide(b *strings.Builder, who, text string, style lipgloss.Style) {
	const most = 6
	if text == "" {
		return
	}
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	for i, line := range lines {
		if i == most {
			fmt.Fprintf(b, "      %s  … %d more lines\n", style.Render(who), len(lines)-most)
			return
		}
		fmt.Fprintf(b, "      %s  %s\n", style.Render(who), strings.TrimRight(line, "\r"))
	}
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("  " + line)
	}
	if !strings.HasSuffix(text, "\n") {
		b.WriteString("\n")
	}
	return b.String()
}
