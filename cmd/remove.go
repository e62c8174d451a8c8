package cmd

import (
	"context"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

func (a *app) removeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "remove PIECE",
		Short: "Take a piece or a module out again",
		Long: `Take a piece out again, a module with "remove module", or what a piece wrote into a module. Files that you edited stay
and are yours from then on; tables stay too, and what would drop them is printed.`,
		Args: a.onePiece,
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.RemovePiece(ctx, a.dir(), args[0], o)
			})
		},
		ValidArgsFunction: a.completePieces,
	}
	c.PersistentFlags().BoolVar(&a.flags.force, "force", false, "remove although code of yours uses it")
	c.AddCommand(a.removeModuleCommand())
	for _, kind := range a.kinds() {
		c.AddCommand(a.removePartCommand(kind))
	}
	return c
}

func (a *app) removeModuleCommand() *cobra.Command {
	const example = "scale remove module product"
	return &cobra.Command{
		Use:     "module NAME",
		Short:   "Take a module out",
		Example: "  " + example,
		Args:    exactly(1, "module", example),
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.RemoveModule(ctx, a.dir(), args[0], o)
			})
		},
	}
}
