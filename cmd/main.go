// Package cmd is the command line: one file per command, each of which turns its flags into one call to the generator
// and hands the result to print.go.
package cmd

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/scalecli/scale/generator"
)

// The exit codes; DESIGN "Commands".
const (
	exitDone      = 0 // also when there was nothing to do
	exitFailed    = 1 // failed or refused, and nothing changed
	exitUsage     = 2
	exitConflicts = 3 // done, but conflicts wait for the user
)

// Env is everything that comes from outside the program.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Terminal       bool                // a person sits there: stdin and stdout are terminals
	Getenv         func(string) string // reads NO_COLOR, SCALE_PACKS, TERM
	Packs          fs.FS               // the built-in pieces; SCALE_PACKS names a folder to use in their place
	Stacks         []generator.Stack
	Now            func() time.Time
	Version        string // "" means: look into the build information
}

// Main runs one command line, without the program's name, and returns the exit code.
func Main(ctx context.Context, args []string, env Env) int {
	a := &app{env: env}
	// Flags that cannot be parsed are reported as well, so whether that is to be JSON must be known before.
	a.flags.json = slices.Contains(args, "--json")
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return a.finish(err)
}

// finish reports the error of a command, if there is one, and picks the exit code.
func (a *app) finish(err error) int {
	if err == nil {
		return a.code
	}
	a.printError(err)
	var usage *generator.Usage
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// generator builds the engine for one call.
func (a *app) generator() (*generator.Generator, error) {
	packs := a.env.Packs
	if dir := a.env.Getenv("SCALE_PACKS"); dir != "" {
		info, err := os.Stat(dir)
		if err != nil || !info.IsDir() {
			return nil, usagef("unset SCALE_PACKS", "SCALE_PACKS names %q, which is not a folder of pieces", dir)
		}
		packs = os.DirFS(dir)
	}
	return &generator.Generator{Packs: packs, Stacks: a.env.Stacks, Now: a.env.Now}, nil
}
