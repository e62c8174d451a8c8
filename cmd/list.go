package cmd

import "github.com/spf13/cobra"

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "Show the pieces that scale knows, with their backends and options",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			g, err := a.generator()
			if err != nil {
				return err
			}
			catalogue, err := g.List()
			if err != nil {
				return err
			}
			return a.printCatalogue(catalogue)
		},
	}
}
