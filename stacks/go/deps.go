package gostack

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/render"
)

// DepsFile is where the packs keep what every combination of pieces needs; `make deps` records it.
const DepsFile = "deps/go.txt"

// Dependencies renders go.mod and go.sum for the pieces in use, from what was recorded: exactly what `go mod tidy` would
// write, without the network. Packs that record nothing give no files; a combination that nobody recorded is an error.
func (Stack) Dependencies(packs fs.FS, p manifest.Project) (render.Tree, error) {
	text, err := fs.ReadFile(packs, DepsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the packs: %w", err)
	}
	table, err := ParseDeps(string(text))
	if err != nil {
		return nil, fmt.Errorf("reading the packs: %s: %w", DepsFile, err)
	}
	d, err := table.For(p)
	if err != nil {
		return nil, err
	}
	return d.files(p.ModulePath)
}

// Deps are the lines of go.mod and go.sum that one project needs, sorted as the go command sorts them.
type Deps struct {
	Go       string   // the go line's version
	Direct   []string // "path version"
	Indirect []string // "path version"
	Sum      []string // lines of go.sum
}

// files renders the two files as the go command would write them.
func (d Deps) files(modulePath string) (render.Tree, error) {
	f := &modfile.File{Syntax: &modfile.FileSyntax{}}
	if err := errors.Join(f.AddModuleStmt(modulePath), f.AddGoStmt(d.Go)); err != nil {
		return nil, fmt.Errorf("writing go.mod: %w", err)
	}
	var list []*modfile.Require
	for i, line := range slices.Concat(d.Direct, d.Indirect) {
		r := &modfile.Require{Indirect: i >= len(d.Direct)}
		r.Mod.Path, r.Mod.Version, _ = strings.Cut(line, " ")
		list = append(list, r)
	}
	f.SetRequireSeparateIndirect(list)
	f.Cleanup()
	mod, err := f.Format()
	if err != nil {
		return nil, fmt.Errorf("writing go.mod: %w", err)
	}
	tree := render.Tree{"go.mod": {Data: mod, Mode: 0o644}}
	if len(d.Sum) > 0 {
		tree["go.sum"] = render.File{Data: []byte(strings.Join(d.Sum, "\n") + "\n"), Mode: 0o644}
	}
	return tree, nil
}

// DepsTable is what was recorded for every combination: each row once, with the set of combinations that have it.
type DepsTable struct {
	Go           string
	Combinations []string // "piece=backend,piece=backend", sorted within; their place is their number
	rows         map[depsRow]*big.Int
}

// depsRow is a line of go.mod or go.sum and where it goes.
type depsRow struct{ kind, line string } // kind is "direct", "indirect" or "sum"

// Record adds what a combination needs.
func (t *DepsTable) Record(combination string, d Deps) {
	number := len(t.Combinations)
	t.Combinations = append(t.Combinations, combination)
	t.Go = d.Go
	if t.rows == nil {
		t.rows = map[depsRow]*big.Int{}
	}
	for kind, lines := range map[string][]string{"direct": d.Direct, "indirect": d.Indirect, "sum": d.Sum} {
		for _, line := range lines {
			row := depsRow{kind, line}
			if t.rows[row] == nil {
				t.rows[row] = new(big.Int)
			}
			t.rows[row].SetBit(t.rows[row], number, 1)
		}
	}
}

// For gives what a project needs. Only pieces that some combination names count: the others bring no dependency.
func (t *DepsTable) For(p manifest.Project) (Deps, error) {
	combination := t.combination(p)
	number := slices.Index(t.Combinations, combination)
	if number < 0 {
		return Deps{}, fmt.Errorf("the packs record no dependencies for %q; they know %s", combination, strings.Join(t.Combinations, " and "))
	}
	d := Deps{Go: t.Go}
	for row, bits := range t.rows {
		if bits.Bit(number) == 0 {
			continue
		}
		switch row.kind {
		case "direct":
			d.Direct = append(d.Direct, row.line)
		case "indirect":
			d.Indirect = append(d.Indirect, row.line)
		case "sum":
			d.Sum = append(d.Sum, row.line)
		}
	}
	slices.SortFunc(d.Direct, compareSum)
	slices.SortFunc(d.Indirect, compareSum)
	slices.SortFunc(d.Sum, compareSum)
	return d, nil
}

// combination is the project's key in the table.
func (t *DepsTable) combination(p manifest.Project) string {
	known := map[string]bool{}
	for _, c := range t.Combinations {
		for _, choice := range strings.Split(c, ",") {
			known[choice] = true
		}
	}
	var choices []string
	for _, choice := range Choices(p) {
		if known[choice] {
			choices = append(choices, choice)
		}
	}
	return strings.Join(choices, ",")
}

// Choices are what can make a difference to a project's dependencies: its pieces with their backends, sorted.
func Choices(p manifest.Project) []string {
	var all []string
	for name, piece := range p.Pieces {
		choice := name
		if piece.Backend != "" {
			choice += "=" + piece.Backend
		}
		all = append(all, choice)
	}
	slices.Sort(all)
	return all
}

// String writes the table as ParseDeps reads it, one row a line, sorted, so that a change of it can be reviewed.
func (t *DepsTable) String() string {
	var b strings.Builder
	b.WriteString("# What every combination of pieces needs in go.mod and go.sum. Recorded by `make deps`; not edited by hand.\n")
	b.WriteString("# A row: its kind, the combinations that have it as bits of a hexadecimal number, and the line.\n")
	fmt.Fprintf(&b, "go %s\n", t.Go)
	for i, c := range t.Combinations {
		fmt.Fprintf(&b, "combination %d %s\n", i, c)
	}
	rows := slices.SortedFunc(maps.Keys(t.rows), func(x, y depsRow) int {
		if x.kind != y.kind {
			return strings.Compare(x.kind, y.kind)
		}
		return compareSum(x.line, y.line)
	})
	for _, row := range rows {
		fmt.Fprintf(&b, "%s %x %s\n", row.kind, t.rows[row], row.line)
	}
	return b.String()
}

// ParseDeps reads a table. The error names the line.
func ParseDeps(text string) (*DepsTable, error) {
	t := &DepsTable{rows: map[depsRow]*big.Int{}}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := t.readLine(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if t.Go == "" {
		return nil, errors.New("no go line")
	}
	return t, nil
}

func (t *DepsTable) readLine(line string) error {
	kind, rest, _ := strings.Cut(line, " ")
	first, last, _ := strings.Cut(rest, " ")
	switch kind {
	case "go":
		t.Go = rest
	case "combination":
		if first != fmt.Sprint(len(t.Combinations)) {
			return fmt.Errorf("combination %s is out of order", first)
		}
		t.Combinations = append(t.Combinations, last)
	case "direct", "indirect", "sum":
		bits, ok := new(big.Int).SetString(first, 16)
		if !ok || last == "" {
			return fmt.Errorf("%q is not a row", line)
		}
		t.rows[depsRow{kind, last}] = bits
	default:
		return fmt.Errorf("%q is no kind of row", kind)
	}
	return nil
}
