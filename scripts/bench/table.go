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
}

var (
	perSecond = unit{"a second", func(v float64) string { return fmt.Sprintf("%.0f", v) }}
	seconds   = unit{"ms", func(v float64) string { return fmt.Sprintf("%.1f ms", 1000*v) }}
)

// tableOf writes results as a table in Markdown. Those of servers have columns of their own.
func tableOf(results []result) string {
	servers := results[0].unit.name == perSecond.name
	head := []string{"what", "mark", "ratio", "noise (A/A)", results[0].sides[0], results[0].sides[1]}
	if servers {
		head = append(head, "CPU of a request", "CPU ratio", "CPU noise")
	}
	rows := [][]string{head, make([]string, len(head))}
	for i := range head {
		rows[1][i] = "---"
	}
	for _, r := range results {
		row := []string{r.name, r.mark, spread(r.ratios), spread(r.noise), r.figure(r.subjects), r.figure(r.references)}
		if servers {
			row = append(row, fmt.Sprintf("%.0f µs, %.0f µs", median(cpuOf(r.subjects)), median(cpuOf(r.references))), spread(r.cpu), spread(r.cpuNoise))
		}
		rows = append(rows, row)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return text.String()
}

func (r result) figure(samples []sample) string {
	var values []float64
	for _, s := range samples {
		values = append(values, s.value)
	}
	return r.unit.format(median(values))
}

func cpuOf(samples []sample) (all []float64) {
	for _, s := range samples {
		all = append(all, s.cpu)
	}
	return all
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
