package cmd

import (
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
