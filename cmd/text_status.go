package cmd

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/scalecli/scale/generator"
)

// mostDrift keeps the status on one screen; --json lists everything.
const mostDrift = 10

func statusText(s *generator.Status, style styles) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s · %s\n\n", style.bold.Render(s.Name), s.Stack)
	for i, stage := range s.Stages {
		if stage.Number == 0 && i > 0 && s.Stages[i-1].Number > 0 {
			b.WriteString("    any time\n")
		}
		writeStage(&b, stage, style)
	}
	if len(s.Modules) > 0 {
		b.WriteString("\nmodules\n")
		for _, m := range s.Modules {
			fmt.Fprintf(&b, "  %-14s %s\n", m.Name, style.faint.Render(strings.Join(m.Fields, " ")))
			for _, kind := range slices.Sorted(maps.Keys(m.Parts)) {
				fmt.Fprintf(&b, "  %-14s %s\n", "", style.faint.Render(kind+": "+strings.Join(m.Parts[kind], ", ")))
			}
		}
	}
	writeDrift(&b, s.Drift, style)
	for i, p := range s.Pending {
		if i == 0 {
			b.WriteString("\nwaiting\n")
		}
		b.WriteString("  " + style.warn.Render(p) + "\n")
	}
	return b.String()
}

// writeStage gives a row: number, title, and what is in use or what the owner would feel when its time has come.
func writeStage(b *strings.Builder, s generator.StageStatus, style styles) {
	number := " "
	if s.Number > 0 {
		number = fmt.Sprint(s.Number)
	}
	mark, state := style.faint.Render("·"), style.faint.Render(s.Feels)
	if len(s.InUse) > 0 {
		mark, state = style.good.Render("✓"), strings.Join(s.InUse, ", ")
	}
	fmt.Fprintf(b, "  %s %s %-15s %s\n", mark, number, s.Title, state)
	if len(s.Available) > 0 {
		fmt.Fprintf(b, "                      %s\n", style.faint.Render("scale add "+strings.Join(s.Available, " | ")))
	}
}

func writeDrift(b *strings.Builder, drift []generator.Drift, style styles) {
	if len(drift) == 0 {
		return
	}
	b.WriteString("\nchanged by you\n")
	for i, d := range drift {
		if i == mostDrift && len(drift) > mostDrift+1 {
			fmt.Fprintf(b, "  … and %d more\n", len(drift)-i)
			return
		}
		fmt.Fprintf(b, "  %s %s\n", style.warn.Render(fmt.Sprintf("%-8s", d.What)), d.Path)
	}
}

func catalogueText(c *generator.Catalogue, style styles) string {
	var b strings.Builder
	fmt.Fprintf(&b, "stacks: %s\n", strings.Join(c.Stacks, ", "))
	for _, p := range c.Pieces {
		stage := "any time"
		if p.Stage > 0 {
			stage = fmt.Sprintf("stage %d", p.Stage)
		}
		fmt.Fprintf(&b, "\n%s  %s\n", style.bold.Render(p.Name), style.faint.Render(stage))
		if p.Summary != "" {
			fmt.Fprintf(&b, "  %s\n", p.Summary)
		}
		for i, backend := range p.Backends {
			writeChoice(&b, "--backend "+backend.Name, backend.Summary, i == 0, style)
		}
		for _, o := range p.Options {
			value := o.Default
			if len(o.Defaults) > 0 {
				value = "N"
			}
			writeChoice(&b, "--set "+o.Name+"="+value, optionHelp(o), false, style)
		}
		for _, k := range p.Parts {
			writeChoice(&b, "add "+k.Name+" MODULE.NAME", k.Help, false, style)
		}
	}
	return b.String()
}

func writeChoice(b *strings.Builder, choice, help string, isDefault bool, style styles) {
	if isDefault {
		help = strings.TrimSpace(help + " (default)")
	}
	pad := strings.Repeat(" ", max(1, 26-lipgloss.Width(choice)))
	fmt.Fprintf(b, "  %s%s%s\n", choice, pad, style.faint.Render(help))
}

func optionHelp(o generator.OptionListed) string {
	if len(o.Enum) == 0 {
		kind := o.Type
		for _, backend := range slices.Sorted(maps.Keys(o.Defaults)) {
			kind += ", " + o.Defaults[backend] + " with " + backend
		}
		return strings.TrimSpace(o.Help + " (" + kind + ")")
	}
	return strings.TrimSpace(o.Help + " (" + strings.Join(o.Enum, ", ") + ")")
}

// statusToJSON gives every list a value, so that readers need not tell null from empty.
func statusToJSON(s *generator.Status) generator.Status {
	out := *s
	out.Stages = append([]generator.StageStatus{}, s.Stages...)
	for i := range out.Stages {
		out.Stages[i].InUse, out.Stages[i].Available = notNil(out.Stages[i].InUse), notNil(out.Stages[i].Available)
	}
	out.Modules = append([]generator.ModuleShown{}, s.Modules...)
	for i := range out.Modules {
		out.Modules[i].Fields = notNil(out.Modules[i].Fields)
	}
	out.Drift = append([]generator.Drift{}, s.Drift...)
	out.Pending = notNil(s.Pending)
	return out
}
