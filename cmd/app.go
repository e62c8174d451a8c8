package cmd

import (
	"os"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

// app is one run of the program.
type app struct {
	env   Env
	flags globals
	code  int                  // the exit code of a command that returned no error
	known *generator.Catalogue // what catalogue has read
}

// globals are the flags that every command knows.
type globals struct {
	dir                     string
	dryRun, diff, json, yes bool
	verify, commit, force   bool
	noColor                 bool
	conflict                string // "refuse" or "markers"
}

const long = `scale writes a backend that runs at once, and evolves it as the product grows.

Start with "scale init shop", edit the project as you like, and let scale add what it needs, when it needs it.
Your edits survive every command; a change that cannot be joined with them is refused, or left to you as a merge.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:               "scale",
		Short:             "Write a backend that runs at once, and evolve it as the product grows",
		Long:              long,
		Version:           a.version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              a.noSuchCommand,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkGlobals() },
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetVersionTemplate("scale {{ .Version }}\n")
	root.SetIn(a.env.Stdin)
	root.SetOut(a.env.Stdout)
	root.SetErr(a.env.Stderr)
	root.SetFlagErrorFunc(flagError)
	a.addGlobals(root)
	root.AddCommand(
		a.initCommand(), a.addCommand(), a.removeCommand(), a.applyCommand(), a.diffCommand(), a.statusCommand(),
		a.listCommand(), a.undoCommand(), a.upgradeCommand(), a.completionCommand(), a.versionCommand(),
	)
	return root
}

func (a *app) addGlobals(root *cobra.Command) {
	f, g := root.PersistentFlags(), &a.flags
	f.StringVarP(&g.dir, "dir", "C", "", "work in this folder")
	f.BoolVar(&g.dryRun, "dry-run", false, "show what would change and write nothing")
	f.BoolVar(&g.diff, "diff", false, "print the change as a unified diff")
	f.BoolVar(&g.json, "json", false, "print JSON, and only that, to stdout")
	f.BoolVarP(&g.yes, "yes", "y", false, "never ask")
	f.BoolVar(&g.verify, "verify", false, "build and test a scratch copy first; change the project only if that passes")
	f.BoolVar(&g.commit, "commit", false, "commit exactly the paths that change")
	f.BoolVar(&g.noColor, "no-color", false, "no colour (NO_COLOR does the same)")
	f.StringVar(&g.conflict, "conflict", "refuse", "where you and scale changed the same place: refuse, or leave markers")
}

func (a *app) checkGlobals() error {
	if c := a.flags.conflict; c != "refuse" && c != "markers" {
		return usagef("scale help", "--conflict is refuse or markers, not %q", c)
	}
	if d := a.flags.dir; d != "" {
		if info, err := os.Stat(d); err != nil || !info.IsDir() {
			return usagef("", "-C names %q, which is not a folder", d)
		}
	}
	return nil
}

// dir is the folder to work in.
func (a *app) dir() string {
	if a.flags.dir == "" {
		return "."
	}
	return a.flags.dir
}

// options are what the flags mean to the generator; command is the line that repeats this call.
func (a *app) options(command string) generator.Options {
	return generator.Options{
		DryRun:  a.flags.dryRun,
		Verify:  a.flags.verify,
		Commit:  a.flags.commit,
		Force:   a.flags.force,
		Markers: a.flags.conflict == "markers",
		Command: command,
	}
}
