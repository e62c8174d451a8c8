package cmd

import (
	"context"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

// The commands of this file are not known in advance: there are two for each kind of parts that a piece declares.

func (a *app) addPartCommand(kind generator.KindListed) *cobra.Command {
	return a.partCommand(kind, "Add a "+kind.Name+" to a module: "+kind.Help, "scale add "+kind.Name+" "+kind.Example, (*generator.Generator).AddParts)
}

func (a *app) removePartCommand(kind generator.KindListed) *cobra.Command {
	return a.partCommand(kind, "Take a "+kind.Name+" out of a module", "scale remove "+kind.Name+" "+kind.Example, (*generator.Generator).RemoveParts)
}

func (a *app) partCommand(
	kind generator.KindListed, short, example string,
	do func(g *generator.Generator, ctx context.Context, dir, kind string, specs []string, o generator.Options) (*generator.Result, error),
) *cobra.Command {
	return &cobra.Command{
		Use:     kind.Name + " MODULE.NAME…",
		Short:   short,
		Example: "  " + example,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef(example, "%s %s needs a %s", c.Parent().Name(), kind.Name, kind.Name)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return do(g, ctx, a.dir(), kind.Name, args, o)
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// kinds are the kinds of parts of all pieces.
func (a *app) kinds() []generator.KindListed {
	var all []generator.KindListed
	for _, p := range a.catalogue().Pieces {
		all = append(all, p.Parts...)
	}
	return all
}
