package cmd

import (
	"path/filepath"
	"strings"

	"github.com/scalecli/scale/generator"
	"github.com/spf13/cobra"
)

const initLong = `Write a new project into a folder of its name, with a git repository and a first commit.

On a terminal "scale init" without a name asks for everything. "scale init ." writes into the current folder, which
must be empty but for .git. Fields are written name:type[:index|:unique|:optional], with the types string, text, int,
decimal, bool, date, time, uuid, enum(a,b) and ref(module).`

// start is what init knows about the project to write.
type start struct {
	name       string // or ".", for the current folder
	stack      string
	backends   []choice
	modulePath string
	modules    []string
	noGit      bool
}

// choice is the backend for a piece that every project has; "" leaves it to the default.
type choice struct {
	piece   generator.PieceListed
	backend string
}

func (a *app) initCommand() *cobra.Command {
	var s start
	all := a.catalogue()
	c := &cobra.Command{
		Use:     "init [NAME | .]",
		Short:   "Write a new project",
		Long:    initLong,
		Example: `  scale init shop --module "product name:string:index price:decimal:index"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("scale init "+quote(args[0]), "init takes one name, and %q came after it", args[1])
			}
			return nil
		},
		RunE:              func(c *cobra.Command, args []string) error { return a.runInit(c, args, s) },
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f := c.Flags()
	f.StringVar(&s.stack, "stack", "", "language of the project; scale list shows them")
	a.completeFlag(c, "stack", func([]string) []string { return all.Stacks })
	for _, p := range all.Pieces {
		if p.Always && len(p.Backends) > 0 {
			s.backends = append(s.backends, choice{piece: p})
		}
	}
	for i := range s.backends {
		chosen := &s.backends[i]
		f.StringVar(&chosen.backend, chosen.piece.Name, "", "backend of the "+chosen.piece.Name+": "+strings.Join(chosen.names(), ", "))
		a.completeFlag(c, chosen.piece.Name, func([]string) []string { return backendsToComplete(chosen.piece) })
	}
	f.StringVar(&s.modulePath, "module-path", "", "path under which the code is imported (default: the name)")
	f.StringArrayVar(&s.modules, "module", nil, `a first module, "name field:type …"; may be repeated`)
	f.BoolVar(&s.noGit, "no-git", false, "no git repository and no commit")
	return c
}

func (a *app) runInit(c *cobra.Command, args []string, s start) error {
	g, err := a.generator()
	if err != nil {
		return err
	}
	command := repeat(c, args)
	if len(args) > 0 {
		s.name = args[0]
	} else if command, err = a.askStart(g, &s); err != nil {
		return err
	}
	if s.name == "" {
		return usagef("scale init NAME", "the name of the project is empty")
	}
	result, err := g.Init(c.Context(), a.initOptions(s, command))
	if err == nil && result.Applied {
		result.Next = append(firstSteps(a.initOptions(s, command).Dir), result.Next...)
	}
	return a.show(result, err)
}

// firstSteps lead from a new project to an API that answers.
func firstSteps(dir string) []string {
	if dir == "." {
		return []string{"make run"}
	}
	return []string{"cd " + quote(dir), "make run"}
}

// initOptions turns the answers into the generator's options.
func (a *app) initOptions(s start, command string) generator.InitOptions {
	o := generator.InitOptions{
		Dir: filepath.Join(a.dir(), s.name), Name: s.name, Stack: s.stack, ModulePath: s.modulePath, Modules: s.modules,
		NoGit: s.noGit, Backends: map[string]string{}, Options: a.options(command),
	}
	if s.name == "." {
		o.Name = generator.NameFor(o.Dir)
	}
	for _, c := range s.backends {
		if c.backend != "" {
			o.Backends[c.piece.Name] = c.backend
		}
	}
	return o
}

// askStart fills in what is missing by asking, and returns the command line that needs no questions.
func (a *app) askStart(g *generator.Generator, s *start) (string, error) {
	switch {
	case !a.env.Terminal:
		return "", usagef("scale init NAME", "init needs a name, and there is no terminal to ask on")
	case a.flags.yes || a.flags.json:
		return "", usagef("scale init NAME", "init needs a name, and was told not to ask")
	}
	catalogue, err := g.List()
	if err != nil {
		return "", err
	}
	if err := a.ask(s, catalogue); err != nil {
		return "", err
	}
	command := s.line()
	a.printCommand(command)
	return command, nil
}

// line is the command that gives the same project without questions.
func (s *start) line() string {
	words := []string{"scale", "init", s.name}
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, value)
		}
	}
	add("--stack", s.stack)
	for _, c := range s.backends {
		add("--"+c.piece.Name, c.backend)
	}
	add("--module-path", s.modulePath)
	for _, m := range s.modules {
		words = append(words, "--module", m)
	}
	if s.noGit {
		words = append(words, "--no-git")
	}
	return lineOf(words)
}

func (c choice) names() []string {
	var names []string
	for _, b := range c.piece.Backends {
		names = append(names, b.Name)
	}
	return names
}
