package cmd

import (
	"context"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

func (a *app) upgradeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "upgrade",
		Short: "Bring the project to the templates of this version of scale",
		Args:  noArguments,
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.Upgrade(ctx, a.dir(), o)
			})
		},
	}
	c.Flags().BoolVar(&a.flags.force, "force", false, "take things out although code of yours uses them")
	return c
}
