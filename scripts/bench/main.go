// Command bench measures scale, and what scale generates, side by side with the simplest thing that does the same, and
// keeps the ratios in docs/benchmarks.md.
//
//	go run ./scripts/bench               everything
//	go run ./scripts/bench -only add     one part
//	go run ./scripts/bench -quick        a short look at each part, which proves that it works; keeps nothing
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// parts are what is measured, in the order of docs/benchmarks.md.
var parts = []struct {
	name string
	hold func(*bench) (table string, err error)
}{
	{"init", contests((*bench).holdInit)},
	{"add", contests((*bench).holdAdd)},
	{"start", contests((*bench).holdStart)},
	{"sqlite", contests((*bench).holdSQLite)},
	{"postgres", contests((*bench).holdPostgres)},
	{"cached", contests((*bench).holdCached)},
	{"middleware", (*bench).holdMiddleware},
	{"slow", (*bench).holdSlow},
	{"jobs", contests((*bench).holdJobs)},
	{"balancers", contests((*bench).holdBalancers)},
}

// contests makes a table of contests that are held.
func contests(hold func(*bench) ([]result, error)) func(*bench) (string, error) {
	return func(b *bench) (string, error) {
		results, err := hold(b)
		if err != nil || len(results) == 0 {
			return "", err
		}
		return tableOf(results), nil
	}
}

func main() {
	var b bench
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	only := flag.String("only", strings.Join(names, ","), "the parts to measure")
	flag.IntVar(&b.slices, "slices", 31, "slices of each contest; at least nine mean something")
	flag.DurationVar(&b.turn, "turn", 300*time.Millisecond, "how long each server is kept busy in a slice")
	flag.StringVar(&b.match, "match", "", "only the contests whose name holds this")
	flag.IntVar(&b.rows, "rows", 1_000_000, "products in the database")
	flag.BoolVar(&b.quick, "quick", false, "prove that everything works, and keep nothing")
	flag.Parse()
	if b.quick {
		b.slices, b.turn, b.rows = 1, 100*time.Millisecond, 10_000
	}
	if err := b.main(strings.Split(*only, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// main holds the contests of the parts that are asked for, prints them, and keeps them.
func (b *bench) main(only []string) (err error) {
	if err := b.prepare(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	for _, p := range parts {
		if !slices.Contains(only, p.name) {
			continue
		}
		table, err := p.hold(b)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Printf("%s\n", table)
		if b.quick || b.match != "" {
			continue
		}
		if err := b.keep(p.name, table); err != nil {
			return err
		}
	}
	return nil
}
