package cmd

import "github.com/spf13/cobra"

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Show the stages, what is in use, and what you changed of it",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			g, err := a.generator()
			if err != nil {
				return err
			}
			status, err := g.Status(c.Context(), a.dir())
			if err != nil {
				return err
			}
			return a.printStatus(status)
		},
	}
}
