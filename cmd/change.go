package cmd

import (
	"context"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

// call is the one call to the generator that a command makes.
type call func(context.Context, *generator.Generator, generator.Options) (*generator.Result, error)

// change runs a command that may change the project, and shows what came of it.
func (a *app) change(c *cobra.Command, args []string, run call) error {
	g, err := a.generator()
	if err != nil {
		return err
	}
	result, err := run(c.Context(), g, a.options(repeat(c, args)))
	return a.show(result, err)
}

// show prints the result of a change and remembers the exit code. A result beside an error is what was done before the
// error; it is shown first.
func (a *app) show(result *generator.Result, err error) error {
	if err != nil && (result == nil || !result.Applied || a.flags.json) {
		return err
	}
	if result.Conflicts > 0 {
		a.code = exitConflicts
	}
	if printing := a.printResult(result); printing != nil {
		return printing
	}
	return err
}
