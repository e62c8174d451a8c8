// Package cover chooses few projects in which every two choices that a user can make stand together: each backend of each
// piece, or no such piece, and a number of modules. Most faults of combinations are faults of a pair.
package cover

import (
	"slices"
	"strconv"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// Factor is one choice that a user makes.
type Factor struct {
	Name   string   // of a piece, or Modules
	Values []string // a backend, yes for a piece that has none, no for its absence; or how many modules
}

// Modules is the factor that says how many there are.
const Modules = "modules"

const (
	yes = "yes"
	no  = "no"
)

// modules are what projects have, each with what the last does not show.
var modules = []string{
	"product name:string:index price:decimal:index",
	"booking customer_email:string:index date:date:index note:text:optional",
	"review body:text stars:int state:enum(draft,shown):index seen:time:optional author:uuid open:bool",
}

// Factors are the choices that packs offer.
func Factors(packs *pack.Set) []Factor {
	all := []Factor{{Modules, []string{"0", "1", strconv.Itoa(len(modules))}}}
	for _, p := range packs.All() {
		var values []string
		if !p.Always {
			values = append(values, no)
		}
		values = append(values, p.BackendNames()...)
		if len(p.BackendNames()) == 0 {
			values = append(values, yes)
		}
		if p.Listed() && len(values) > 1 {
			all = append(all, Factor{p.Name, values})
		}
	}
	return all
}

// Row is one project: a value for each factor.
type Row []string

// All is every way to choose that a command can lead to.
func All(packs *pack.Set, factors []Factor) []Row {
	return slices.DeleteFunc(every(factors), func(r Row) bool {
		p, err := Project(packs, "", factors, r)
		return err != nil || !generator.Fits(packs, p)
	})
}

// every is every way to choose.
func every(factors []Factor) []Row {
	rows := []Row{nil}
	for _, f := range factors {
		var longer []Row
		for _, r := range rows {
			for _, v := range f.Values {
				longer = append(longer, append(slices.Clone(r), v))
			}
		}
		rows = longer
	}
	return rows
}

// choice is some values of a row: of one factor, or of two.
type choice struct {
	i, j int
	a, b string
}

// singles are the values of a row, one by one.
func (r Row) singles() []choice {
	var all []choice
	for i := range r {
		all = append(all, choice{i: i, a: r[i]})
	}
	return all
}

// pairs are the values of a row, two by two.
func (r Row) pairs() []choice {
	var all []choice
	for j := range r {
		for i := range j {
			all = append(all, choice{i, j, r[i], r[j]})
		}
	}
	return all
}

// Pairs are rows in which every two values of different factors stand together at least once, save for those that never do.
func Pairs(packs *pack.Set, factors []Factor) []Row { return fewest(All(packs, factors), Row.pairs) }

// Singles are those of some rows in which every value that stands in them does so at least once.
func Singles(rows []Row) []Row { return fewest(rows, Row.singles) }

// fewest takes again and again the row that brings most choices that are new, the first of several.
func fewest(rows []Row, choices func(Row) []choice) []Row {
	seen := map[choice]bool{}
	var taken []Row
	for {
		best, most := -1, 0
		for i, r := range rows {
			n := 0
			for _, c := range choices(r) {
				if !seen[c] {
					n++
				}
			}
			if n > most {
				best, most = i, n
			}
		}
		if best < 0 {
			return taken
		}
		taken = append(taken, rows[best])
		for _, c := range choices(rows[best]) {
			seen[c] = true
		}
	}
}

// Name says what a row is, as the name of a folder.
func Name(factors []Factor, r Row) string {
	var parts []string
	for i, f := range factors {
		switch {
		case f.Name == Modules:
			parts = append(parts, r[i]+"-modules")
		case r[i] == yes:
			parts = append(parts, f.Name)
		case r[i] != no:
			parts = append(parts, f.Name+"-"+r[i])
		}
	}
	return strings.Join(parts, "-")
}

// Project is the project of a row. All have the same name, so that the go command builds what they share once. Each module
// has a part of each kind that the pieces bring.
func Project(packs *pack.Set, stack string, factors []Factor, r Row) (manifest.Project, error) {
	p := manifest.Project{Name: "shop", Stack: stack, ModulePath: "shop", Pieces: map[string]manifest.Piece{}}
	for i, f := range factors {
		switch {
		case f.Name == Modules:
			n, err := strconv.Atoi(r[i])
			if err != nil {
				return p, err
			}
			if p.Modules, err = first(n); err != nil {
				return p, err
			}
		case r[i] == yes:
			p.Pieces[f.Name] = manifest.Piece{}
		case r[i] != no:
			p.Pieces[f.Name] = manifest.Piece{Backend: r[i]}
		}
	}
	for _, k := range packs.Kinds() {
		_, inUse := p.Pieces[k.Piece]
		_, name, _ := strings.Cut(k.Example, ".")
		for i := range p.Modules {
			if inUse || packs.Piece(k.Piece).Always {
				p.Modules[i].Parts = append(p.Modules[i].Parts, manifest.Part{Kind: k.Name, Name: name})
			}
		}
	}
	return p, nil
}

// first makes the first n modules, sorted by name.
func first(n int) ([]manifest.Module, error) {
	var all []manifest.Module
	for i, spec := range modules[:n] {
		name, fields, _ := strings.Cut(spec, " ")
		m := manifest.Module{Name: name, Created: manifest.Stamp("2026112308150" + strconv.Itoa(i))}
		for _, text := range strings.Fields(fields) {
			f, err := manifest.ParseField(text)
			if err != nil {
				return nil, err
			}
			m.Fields = append(m.Fields, f)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b manifest.Module) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
