package generator

import (
	"maps"
	"slices"

	"github.com/scalecli/scale/generator/pack"
)

// Catalogue is everything this scale can put into a project.
type Catalogue struct {
	Stacks []string      `json:"stacks"`
	Pieces []PieceListed `json:"pieces"`
}

// PieceListed is one piece as `scale list` shows it.
type PieceListed struct {
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Stage    int             `json:"stage"` // 0 for any time
	Summary  string          `json:"summary"`
	Always   bool            `json:"always"`
	Backends []BackendListed `json:"backends"`
	Options  []OptionListed  `json:"options"`
	Parts    []KindListed    `json:"parts,omitempty"`
}

// KindListed is a kind of parts that modules can have while the piece is in use.
type KindListed struct {
	Name    string `json:"name"`
	Plural  string `json:"plural"`
	Help    string `json:"help"`
	Example string `json:"example"` // "module.name"
}

// BackendListed is one backend; the first of a piece is its default.
type BackendListed struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`
}

// OptionListed is one option.
type OptionListed struct {
	Name     string            `json:"name"`
	Type     string            `json:"type"`
	Default  string            `json:"default"`
	Defaults map[string]string `json:"defaults,omitempty"` // by backend, where it differs
	Enum     []string          `json:"enum,omitempty"`
	Help     string            `json:"help"`
}

// List reads the packs.
func (g *Generator) List() (*Catalogue, error) {
	packs, err := pack.Index(g.Packs)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{Pieces: []PieceListed{}}
	for _, s := range g.Stacks {
		c.Stacks = append(c.Stacks, s.Name())
	}
	for _, p := range packs.All() {
		if !p.Hidden {
			c.Pieces = append(c.Pieces, listed(packs, p))
		}
	}
	return c, nil
}

func listed(packs *pack.Set, p *pack.Piece) PieceListed {
	l := PieceListed{Name: p.Name, Title: p.Title, Summary: p.Summary, Always: p.Always, Backends: []BackendListed{}, Options: []OptionListed{}}
	for _, s := range packs.Stages {
		if s.ID == p.Stage {
			l.Stage = s.Number
		}
	}
	for _, b := range p.Backends {
		l.Backends = append(l.Backends, BackendListed{b.Name, b.Summary})
	}
	for _, name := range slices.Sorted(maps.Keys(p.Options)) {
		o := p.Options[name]
		l.Options = append(l.Options, OptionListed{name, o.Type, o.Default, o.Defaults, o.Enum, o.Help})
	}
	for _, name := range slices.Sorted(maps.Keys(p.Parts)) {
		k := p.Parts[name]
		l.Parts = append(l.Parts, KindListed{name, k.Plural, k.Help, k.Example})
	}
	return l
}
