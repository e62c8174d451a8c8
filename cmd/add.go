package cmd

import (
	"context"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/spf13/cobra"
)

const addLong = `Add a piece, or change the backend or options of one that is there:

  scale add PIECE [--backend B] [--set key=value]…

or add to the project's own code with "add module", "add field" and "add index", and with what pieces know to write into
a module: "scale list" shows them.`

func (a *app) addCommand() *cobra.Command {
	var backend string
	var set []string
	c := &cobra.Command{
		Use:   "add PIECE",
		Short: "Add a piece, a module, a field or an index",
		Long:  addLong,
		Args:  a.onePiece,
		RunE: func(c *cobra.Command, args []string) error {
			options, err := parseSet(set)
			if err != nil {
				return err
			}
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.AddPiece(ctx, a.dir(), args[0], backend, options, o)
			})
		},
		ValidArgsFunction: a.completePieces,
	}
	c.Flags().StringVar(&backend, "backend", "", "what serves the piece; scale list shows the choices")
	c.Flags().StringArrayVar(&set, "set", nil, "an option of the piece, key=value; may be repeated")
	c.Flags().BoolVar(&a.flags.force, "force", false, "take the old backend out although code of yours uses it")
	a.completeFlag(c, "backend", a.backendsOf)
	c.AddCommand(a.addModuleCommand(), a.addFieldCommand(), a.addIndexCommand())
	for _, kind := range a.kinds() {
		c.AddCommand(a.addPartCommand(kind))
	}
	return c
}

func (a *app) addModuleCommand() *cobra.Command {
	const example = `scale add module "booking customer_email:string:index date:date:index"`
	return &cobra.Command{
		Use:     `module "NAME FIELD:TYPE…"`,
		Short:   "Add a module: routes, rules, store, migration, tests and OpenAPI",
		Example: "  " + example,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef(example, "add module needs a module")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			spec := strings.Join(args, " ") // the quotes may be left out
			return a.change(c, []string{spec}, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.AddModule(ctx, a.dir(), spec, o)
			})
		},
	}
}

func (a *app) addFieldCommand() *cobra.Command {
	const example = "scale add field product.sku:string:unique"
	return &cobra.Command{
		Use:     "field MODULE.FIELD:TYPE",
		Short:   "Add a field to a module",
		Example: "  " + example,
		Args:    exactly(1, "field", example),
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.AddField(ctx, a.dir(), args[0], o)
			})
		},
	}
}

func (a *app) addIndexCommand() *cobra.Command {
	const example = "scale add index product.price"
	return &cobra.Command{
		Use:     "index MODULE.FIELD",
		Short:   "Index a field, so that lists can be filtered and sorted by it",
		Example: "  " + example,
		Args:    exactly(1, "field", example),
		RunE: func(c *cobra.Command, args []string) error {
			return a.change(c, args, func(ctx context.Context, g *generator.Generator, o generator.Options) (*generator.Result, error) {
				return g.AddIndex(ctx, a.dir(), args[0], o)
			})
		},
	}
}

// onePiece checks the arguments of add and remove, where the nearest word may be a subcommand or a piece.
func (a *app) onePiece(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	verb := c.Name()
	if len(args) == 0 {
		return usagef("scale list", "%s needs a piece or one of %s", verb, strings.Join(subcommands(c), ", "))
	}
	if near, ok := manifest.Nearest(args[0], subcommands(c)); ok {
		line := lineOf(append([]string{"scale", verb, near}, args[1:]...))
		return usagef(line, "there is no %q to %s; did you mean %s?", args[0], verb, near)
	}
	return usagef("scale "+verb+" "+quote(args[0]), "%s takes one piece, and %q came after it", verb, args[1])
}

func subcommands(c *cobra.Command) []string {
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return names
}

// parseSet reads key=value options.
func parseSet(pairs []string) (map[string]string, error) {
	options := map[string]string{}
	for _, pair := range pairs {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return nil, usagef("scale list", "--set needs key=value, not %q", pair)
		}
		options[key] = value
	}
	return options, nil
}
