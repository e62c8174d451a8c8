package cmd

import (
	"context"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

func (a *app) undoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "undo",
		Short: "Take back the last change; lines you edited since stay",
		Args:  noArguments,
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.Undo(ctx, a.dir(), o)
			})
		},
	}
}
