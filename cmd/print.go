package cmd

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/scalecli/scale/generator"
)

// This file is the only one that writes to the terminal: results to stdout, everything else to stderr.

// styles colour text where that is wanted, and leave it alone elsewhere.
type styles struct{ good, warn, bad, faint, bold lipgloss.Style }

func (a *app) styles() styles {
	// A renderer that writes to no terminal leaves text as it is.
	r := lipgloss.NewRenderer(io.Discard)
	if a.env.Terminal && !a.flags.noColor && a.env.Getenv("NO_COLOR") == "" {
		r = lipgloss.NewRenderer(a.env.Stdout)
	}
	s := r.NewStyle().TabWidth(lipgloss.NoTabConversion) // a diff keeps its tabs
	return styles{
		good: s.Foreground(lipgloss.Color("2")), warn: s.Foreground(lipgloss.Color("3")),
		bad: s.Foreground(lipgloss.Color("1")), faint: s.Faint(true), bold: s.Bold(true),
	}
}

func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.env.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// print writes a finished text to stdout.
func (a *app) print(text string) error {
	_, err := io.WriteString(a.env.Stdout, text)
	return err
}

// printError is the one place that reports errors.
func (a *app) printError(err error) {
	if a.flags.json {
		// If stdout is gone, there is nobody to tell.
		_ = a.printJSON(errorToJSON(err))
		return
	}
	a.tell(a.errorText(err))
}

// tell writes to stderr. If that is gone, there is nobody to tell.
func (a *app) tell(text string) { _, _ = io.WriteString(a.env.Stderr, text) }

func (a *app) errorText(err error) string {
	style := a.styles()
	what, next, where := err.Error(), "", ""
	var usage *generator.Usage
	var refused *generator.Refused
	switch {
	case errors.As(err, &usage):
		what, next = usage.What, usage.Next
	case errors.As(err, &refused):
		what, next, where = refused.What, refused.Next, whereText(refused, style)
		if len(refused.Faults) > 0 {
			next, where = "", a.faultsText(refused.Faults) // each names its own
		}
	}
	text := style.bad.Render("scale:") + " " + what
	switch {
	case where != "":
		text += "\n" + where
		if next != "" {
			text += "Run: " + a.inDir(next)
		}
	case strings.HasSuffix(what, "?") && next != "":
		text += " Run: " + a.inDir(next)
	case next != "":
		text += ". Run: " + a.inDir(next)
	}
	return strings.TrimRight(text, "\n") + "\n"
}

// inDir adds the folder of -C to a command that is to come next.
func (a *app) inDir(command string) string {
	rest, ours := strings.CutPrefix(command, "scale ")
	if a.flags.dir == "" || !ours {
		return command
	}
	return "scale -C " + quote(a.flags.dir) + " " + rest
}

// printCommand tells a person how to do without questions what was just asked.
func (a *app) printCommand(command string) {
	a.tell("The same without questions: " + command + "\n")
}

func (a *app) printVersion(version string) error {
	if a.flags.json {
		return a.printJSON(map[string]string{"version": version})
	}
	return a.print("scale " + version + "\n")
}

func (a *app) printResult(r *generator.Result) error {
	if r.Recovered != "" && !a.flags.json {
		a.tell("scale: " + r.Recovered + "\n")
	}
	if a.flags.json {
		return a.printJSON(a.resultToJSON(r))
	}
	if !a.flags.diff {
		return a.print(a.resultText(r))
	}
	// The diff alone is the result, so that it can be piped into git apply.
	if err := a.print(colourDiff(unified(r.Plan), a.styles())); err != nil {
		return err
	}
	a.tell(a.resultText(r))
	return nil
}

func (a *app) printStatus(s *generator.Status) error {
	if a.flags.json {
		return a.printJSON(statusToJSON(s))
	}
	return a.print(statusText(s, a.styles()))
}

func (a *app) printCatalogue(c *generator.Catalogue) error {
	if a.flags.json {
		return a.printJSON(c)
	}
	return a.print(catalogueText(c, a.styles()))
}
