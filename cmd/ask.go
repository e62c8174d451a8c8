package cmd

import (
	"errors"
	"strings"

	"github.com/charmbracelet/huh"
	"github.com/scalecli/scale/generator"
)

// ask puts the questions of init to a person. What the flags said already is not asked again.
func (a *app) ask(s *start, c *generator.Catalogue) error {
	module := "product name:string:index price:decimal:index"
	confirmed := true
	fields := []huh.Field{
		huh.NewInput().Title("Name of the project").Description("It becomes the folder, too.").Value(&s.name).Validate(a.goodName(s.stack)),
	}
	if s.stack == "" && len(c.Stacks) > 0 {
		fields = append(fields, huh.NewSelect[string]().Title("Stack").Options(huh.NewOptions(c.Stacks...)...).Value(&s.stack))
	}
	for i := range s.backends {
		if chosen := &s.backends[i]; chosen.backend == "" {
			fields = append(fields, huh.NewSelect[string]().Title(chosen.piece.Title).Options(chosen.options()...).Value(&chosen.backend))
		}
	}
	if len(s.modules) == 0 {
		fields = append(fields, huh.NewInput().Title("First module").Description("name field:type …").Value(&module).Validate(notEmpty))
	}
	summary := func() string {
		shown := *s
		if len(shown.modules) == 0 {
			shown.modules = []string{module}
		}
		return shown.line()
	}
	confirm := huh.NewConfirm().Title("Write it?").DescriptionFunc(summary, []any{s, &module}).Value(&confirmed)
	form := huh.NewForm(huh.NewGroup(fields...), huh.NewGroup(confirm)).
		WithInput(a.env.Stdin).WithOutput(a.env.Stderr).WithAccessible(a.env.Getenv("TERM") == "dumb")
	if err := form.Run(); err != nil && !errors.Is(err, huh.ErrUserAborted) {
		return err
	} else if err != nil || !confirmed {
		return &generator.Refused{What: "stopped; nothing was written"}
	}
	if len(s.modules) == 0 {
		s.modules = []string{strings.TrimSpace(module)}
	}
	s.name = strings.TrimSpace(s.name)
	return nil
}

// goodName lets a person mend a name at once. Until a stack is chosen, the first one judges.
func (a *app) goodName(stack string) func(string) error {
	return func(name string) error {
		for _, st := range a.env.Stacks {
			if stack == "" || st.Name() == stack {
				return st.CheckName(generator.KindProject, strings.TrimSpace(name))
			}
		}
		return notEmpty(name)
	}
}

func notEmpty(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("please write something")
	}
	return nil
}

// options are the backends to choose from, the default first.
func (c choice) options() []huh.Option[string] {
	var all []huh.Option[string]
	for _, b := range c.piece.Backends {
		all = append(all, huh.NewOption(strings.TrimSuffix(b.Name+" · "+b.Summary, " · "), b.Name))
	}
	return all
}
