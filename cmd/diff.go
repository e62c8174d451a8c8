package cmd

import "github.com/spf13/cobra"

func (a *app) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff",
		Short: "Print what apply would change",
		Args:  noArguments,
		RunE: func(c *cobra.Command, args []string) error {
			a.flags.dryRun, a.flags.diff = true, true
			return a.change(c, args, a.apply)
		},
	}
}
