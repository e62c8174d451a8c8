package cmd

import (
	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "Print a script that completes command lines",
		Example:   "  source <(scale completion bash)",
		Args:      exactly(1, "shell", "scale completion bash"),
		ValidArgs: shells,
		RunE: func(c *cobra.Command, args []string) error {
			root, out := c.Root(), a.env.Stdout
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			if near, ok := manifest.Nearest(args[0], shells); ok {
				return usagef("scale completion "+near, "there is no completion for %q; did you mean %s?", args[0], near)
			}
			return usagef("scale completion bash", "there is no completion for %q", args[0])
		},
	}
}

// completePieces offers the pieces.
func (a *app) completePieces(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, p := range a.catalogue().Pieces {
		names = append(names, p.Name+"\t"+p.Title)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// backendsOf offers the backends of the piece that an argument names.
func (a *app) backendsOf(args []string) []string {
	for _, p := range a.catalogue().Pieces {
		if len(args) > 0 && p.Name == args[0] {
			return backendsToComplete(p)
		}
	}
	return nil
}

func backendsToComplete(p generator.PieceListed) []string {
	var names []string
	for _, b := range p.Backends {
		names = append(names, b.Name+"\t"+b.Summary)
	}
	return names
}

// completeFlag offers words for the value of a flag, given the arguments so far.
func (a *app) completeFlag(c *cobra.Command, flag string, words func(args []string) []string) {
	offer := func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		return words(args), cobra.ShellCompDirectiveNoFileComp
	}
	if err := c.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(err) // only a flag that the command does not have
	}
}

// catalogue is what there is to offer; nothing when the packs cannot be read, which the command itself will report.
func (a *app) catalogue() *generator.Catalogue {
	if a.known != nil {
		return a.known
	}
	a.known = &generator.Catalogue{}
	if g, err := a.generator(); err == nil {
		if c, err := g.List(); err == nil {
			a.known = c
		}
	}
	return a.known
}
