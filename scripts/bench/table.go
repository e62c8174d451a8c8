package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// unit is what a contest counts, and how its figures are written.
type unit struct {
	name   string
	format func(float64) string
	cpu    func(microseconds float64) string
}

var (
	perSecond = unit{
		"a second",
		func(v float64) string { return fmt.Sprintf("%.0f/s", v) },
		func(v float64) string { return fmt.Sprintf("%.0f µs", v) },
	}
	seconds = unit{
		"ms",
		func(v float64) string { return fmt.Sprintf("%.1f ms", 1000*v) },
		func(v float64) string { return fmt.Sprintf("%.1f ms", v/1000) },
	}
)

// tableOf writes results as a table in Markdown.
func tableOf(results []result) string {
	subject, reference := results[0].sides[0], results[0].sides[1]
	head := []string{"what", "mark", "ratio", "noise (A/A)", "CPU ratio", "CPU noise", subject, reference, "CPU of " + subject, "CPU of " + reference}
	rows := [][]string{head, make([]string, len(head))}
	for i := range head {
		rows[1][i] = "---"
	}
	for _, r := range results {
		rows = append(rows, []string{
			r.name, r.mark, spread(r.ratios), spread(r.noise), spread(r.cpu), spread(r.cpuNoise),
			r.unit.format(valueOf(r.subjects)), r.unit.format(valueOf(r.references)), r.unit.cpu(cpuOf(r.subjects)), r.unit.cpu(cpuOf(r.references)),
		})
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return text.String()
}

func valueOf(samples []sample) float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, s.value)
	}
	return median(values)
}

func cpuOf(samples []sample) float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, s.cpu)
	}
	return median(values)
}

// keep puts a table into docs/benchmarks.md, in the place of the one below the comment that names the part.
func (b *bench) keep(part, table string) error {
	path := filepath.Join(b.root, "docs", "benchmarks.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	place := "<!-- bench: " + part + " -->\n"
	before, after, ok := strings.Cut(string(text), place)
	if !ok {
		return fmt.Errorf("%s has no line %q to put the table under", path, strings.TrimSpace(place))
	}
	for strings.HasPrefix(after, "|") { // the old one
		_, after, _ = strings.Cut(after, "\n")
	}
	return os.WriteFile(path, []byte(before+place+table+after), 0o644)
}
