package cmd

import (
	"fmt"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usagef is a fault in the command line; next is the exact command that comes next, or "".
func usagef(next, format string, args ...any) error {
	return &generator.Usage{What: fmt.Sprintf(format, args...), Next: next}
}

// noSuchCommand names the nearest command to an unknown one.
func (a *app) noSuchCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if near, ok := manifest.Nearest(args[0], names); ok {
		return usagef(lineOf(append([]string{"scale", near}, args[1:]...)), "there is no command %q; did you mean %s?", args[0], near)
	}
	return usagef("scale help", "there is no command %q", args[0])
}

// flagError names the nearest flag to an unknown one.
func flagError(c *cobra.Command, err error) error {
	help := c.CommandPath() + " --help"
	word, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return usagef(help, "%v", err)
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := manifest.Nearest(word, names); ok {
		return usagef(help, "there is no flag --%s; did you mean --%s?", word, near)
	}
	return usagef(help, "there is no flag --%s", word)
}

// exactly requires that many arguments; example is a complete call.
func exactly(n int, what, example string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < n:
			return usagef(example, "%s needs a %s", strings.TrimPrefix(c.CommandPath(), "scale "), what)
		case len(args) > n:
			return usagef(example, "%s takes one %s, and %q came after it", strings.TrimPrefix(c.CommandPath(), "scale "), what, args[n])
		}
		return nil
	}
}

func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef(c.CommandPath(), "%s takes no arguments, and got %q", c.CommandPath(), args[0])
	}
	return nil
}
