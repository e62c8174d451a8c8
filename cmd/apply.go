package cmd

import (
	"context"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

func (a *app) applyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "apply",
		Short: "Bring the project to what scale.yaml says",
		Long: `Bring the project to what scale.yaml says: after you edited it by hand, and after a git merge of two branches that
both let scale change something.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, args []string) error { return a.change(c, args, a.apply) },
	}
	c.Flags().BoolVar(&a.flags.force, "force", false, "take things out although code of yours uses them")
	return c
}

func (a *app) apply(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
	return g.Apply(ctx, a.dir(), o)
}
