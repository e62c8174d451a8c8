// Command deps records which lines of go.mod and go.sum every combination of pieces needs, so that scale can write both
// without the network. It runs the go command on a rendered project for each, and so does need the network itself.
//
//	go run ./scripts/deps          write templates/deps/go.txt
//	go run ./scripts/deps -check   fail if it is not up to date
//
// One project that imports what any combination does is tidied from pins.mod first. That fixes one version for each
// module: combinations that were tidied apart would disagree, and pieces added later would raise each other's versions.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	gostack "github.com/scalecli/scale/stacks/go"
)

func main() {
	check := flag.Bool("check", false, "compare with what is recorded, and write nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, "templates", filepath.Join("scripts", "deps", "pins.mod"), *check)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "deps:", err)
		os.Exit(1)
	}
}

// run records the packs in a folder. It works from the root of the repository.
func run(ctx context.Context, packs, pins string, check bool) error {
	projects, err := combinations(os.DirFS(packs))
	if err != nil {
		return err
	}
	table, err := record(ctx, pins, projects)
	if err != nil {
		return err
	}
	target := filepath.Join(packs, filepath.FromSlash(gostack.DepsFile))
	if !check {
		return write(target, table.String())
	}
	recorded, err := os.ReadFile(target)
	if err != nil {
		return err
	}
	if string(recorded) != table.String() {
		return errors.New(target + " is not up to date. Run: make deps")
	}
	return nil
}

func write(target, text string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, []byte(text), 0o644)
}
