// Package pack reads the pieces: one folder each, described by its piece.yaml. docs/ARCHITECTURE.md, "Packs", shows
// the layout of such a folder.
package pack

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator/manifest"
)

// Set is every piece there is, with what they share.
type Set struct {
	FS      fs.FS
	Stages  []Stage
	Example string     // the module of a project that was not told any, "product name:string:index …"
	Owners  OwnerRules // who owns a rendered path
	pieces  map[string]*Piece
}

// Stage is one heading of scale.yaml and one row of `scale status`.
type Stage struct {
	ID     string `yaml:"id"`
	Number int    `yaml:"number"` // 0 for pieces that can come at any time
	Title  string `yaml:"title"`
	Feels  string `yaml:"feels"`  // what the owner feels when it is time
	Brings string `yaml:"brings"` // what scale brings
}

// Heading is the stage's comment line in scale.yaml.
func (s Stage) Heading() string {
	if s.Number == 0 {
		return "# any time · " + s.Title
	}
	return fmt.Sprintf("# stage %d · %s", s.Number, s.Title)
}

// Piece is what piece.yaml says.
type Piece struct {
	Name      string            `yaml:"-"` // the folder's name
	Title     string            `yaml:"title"`
	Stage     string            `yaml:"stage"`
	Order     int               `yaml:"order"` // of its slots among those of other pieces; equal ones go by name
	Summary   string            `yaml:"summary"`
	Always    bool              `yaml:"always"` // part of every project
	Hidden    bool              `yaml:"hidden"` // in use exactly while a piece in use requires it
	Backends  []Backend         `yaml:"backends"`
	Options   map[string]Option `yaml:"options"`
	Requires  []string          `yaml:"requires"`
	Conflicts []string          `yaml:"conflicts"`
	Instances string            `yaml:"instances"` // the option that says how many processes of the program run
	Processes string            `yaml:"processes"` // how many run beside those; a number or an option
	Pool      *Connections      `yaml:"connections"`
	State     State             `yaml:"state"` // of what the piece keeps, whatever its backend
	Next      []string          `yaml:"next"`  // commands to name after it was added
	Leaves    Leaves            `yaml:"leaves"`
	Parts     map[string]Kind   `yaml:"parts"` // kinds of parts that modules can have while the piece is in use
	Dialects  Dialects          `yaml:"-"`     // what dialects.yaml says
}

// Leaves are the statements that clear away what stays in the database, to name after a removal.
type Leaves struct {
	Module []string `yaml:"module"` // after a module was removed
	Piece  []string `yaml:"piece"`  // after the piece was removed
}

// Backend is one thing that can serve a piece. The first one listed is the default.
type Backend struct {
	Name     string   `yaml:"name"`
	Summary  string   `yaml:"summary"`
	State    State    `yaml:"state"`    // of what it keeps; "" as the piece says
	Requires []string `yaml:"requires"` // pieces, besides those that the piece itself requires
	Next     []string `yaml:"next"`     // commands to name after it was chosen
}

// Option is one setting of a piece.
type Option struct {
	Type     string            `yaml:"type"` // shown in `scale list`; OfModules and Whole mean something to scale
	Default  string            `yaml:"default"`
	Defaults map[string]string `yaml:"defaults"` // by backend, where it differs
	Enum     []string          `yaml:"enum"`
	Min      int               `yaml:"min"` // of a whole number
	Max      int               `yaml:"max"` // of a whole number; 0 for none
	Help     string            `yaml:"help"`
}

// Whole is the type of an option that is a whole number.
const Whole = "int"

// Check says why an option cannot have this value, or nil.
func (o Option) Check(name, value string) error { return o.schema().Check(name, value) }

func (o Option) schema() manifest.Option {
	return manifest.Option{Values: o.Enum, Whole: o.Type == Whole, Min: o.Min, Max: o.Max}
}

// Setting is the value of an option in a project: what the project says, else the default with its backend.
func (p *Piece) Setting(name string, in manifest.Piece) string {
	if value, set := in.Options[name]; set {
		return value
	}
	if value, differs := p.Options[name].Defaults[in.Backend]; differs {
		return value
	}
	return p.Options[name].Default
}

// OfModules is the type of an option that lists modules. What a piece with such an option brings to modules, it brings to
// these only.
const OfModules = "modules"

// Covers reports whether a piece that is in use brings to this module what it has for modules.
func (p *Piece) Covers(module string, in manifest.Piece) bool {
	for name, o := range p.Options {
		if names := manifest.ModuleList(p.Setting(name, in)); o.Type == OfModules && names != nil && !slices.Contains(names, module) {
			return false
		}
	}
	return true
}

// BackendNames lists the piece's backends, the default first.
func (p *Piece) BackendNames() []string {
	names := make([]string, len(p.Backends))
	for i, b := range p.Backends {
		names[i] = b.Name
	}
	return names
}

// Backend returns the piece's backend of that name; one without a name where there is none.
func (p *Piece) Backend(name string) Backend {
	for _, b := range p.Backends {
		if b.Name == name {
			return b
		}
	}
	return Backend{}
}

// Needs lists the pieces that this one requires with a backend.
func (p *Piece) Needs(backend string) []string {
	return slices.Concat(p.Requires, p.Backend(backend).Requires)
}

// Listed reports whether the piece stands in scale.yaml when it is in use.
func (p *Piece) Listed() bool {
	return !p.Hidden && (!p.Always || len(p.Backends) > 0 || len(p.Options) > 0)
}

// Piece returns the piece of that name, or nil.
func (s *Set) Piece(name string) *Piece { return s.pieces[name] }

// All returns every piece in the order of their numbers, then names.
func (s *Set) All() []*Piece {
	return slices.SortedFunc(maps.Values(s.pieces), func(a, b *Piece) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Name, b.Name))
	})
}

// InUse returns the pieces of a project, in order: those every project has, those it names, and the hidden ones that
// any of these requires.
func (s *Set) InUse(p manifest.Project) []*Piece {
	used := map[string]bool{}
	var use func(name string)
	use = func(name string) {
		piece := s.pieces[name]
		if piece == nil || used[name] {
			return
		}
		used[name] = true
		for _, required := range piece.Needs(p.Pieces[name].Backend) {
			if r := s.pieces[required]; r != nil && r.Hidden {
				use(required)
			}
		}
	}
	for name, piece := range s.pieces {
		if _, named := p.Pieces[name]; named || piece.Always {
			use(name)
		}
	}
	return slices.DeleteFunc(s.All(), func(p *Piece) bool { return !used[p.Name] })
}

// Schema is what these packs allow in scale.yaml.
func (s *Set) Schema() manifest.Schema {
	schema := manifest.Schema{Pieces: map[string]manifest.PieceSchema{}}
	for _, stage := range s.Stages {
		schema.Headings = append(schema.Headings, manifest.Heading{ID: stage.ID, Line: stage.Heading()})
	}
	for name, p := range s.pieces {
		if !p.Listed() {
			continue
		}
		piece := manifest.PieceSchema{Stage: p.Stage, Backends: p.BackendNames(), Options: map[string]manifest.Option{}}
		for o, option := range p.Options {
			piece.Options[o] = option.schema()
			if option.Type == OfModules {
				piece.Modules = append(piece.Modules, o)
			}
		}
		slices.Sort(piece.Modules)
		schema.Pieces[name] = piece
	}
	for _, k := range s.Kinds() {
		schema.Kinds = append(schema.Kinds, manifest.Kind{Name: k.Name, Plural: k.Plural})
	}
	return schema
}

// Load reads pack.yaml and every folder that holds a piece.yaml, with its dialects.yaml.
func Load(fsys fs.FS) (*Set, error) {
	s, err := Index(fsys)
	if err != nil {
		return nil, err
	}
	for _, p := range s.All() {
		if err := p.loadDialects(fsys); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Index is Load without what only a change of backend asks for. It is enough to say what there is, and every command
// starts with that.
func Index(fsys fs.FS) (*Set, error) {
	var common struct {
		Stages  []Stage    `yaml:"stages"`
		Owners  OwnerRules `yaml:"owners"`
		Example string     `yaml:"example"`
	}
	if err := decode(fsys, "pack.yaml", &common); err != nil {
		return nil, err
	}
	s := &Set{FS: fsys, Stages: common.Stages, Owners: common.Owners, Example: common.Example, pieces: map[string]*Piece{}}
	found, err := fs.Glob(fsys, "*/piece.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range found {
		p := &Piece{Name: path.Dir(file)}
		if err := decode(fsys, file, p); err != nil {
			return nil, err
		}
		p.nameKinds()
		s.pieces[p.Name] = p
	}
	return s, s.check()
}

func decode(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("reading the packs: %w", err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("reading the packs: %s: %w", name, err)
	}
	return nil
}

// check refuses packs whose parts do not fit together.
func (s *Set) check() error {
	var faults []error
	if len(s.Stages) == 0 {
		faults = append(faults, errors.New("pack.yaml: no stages"))
	}
	for name, p := range s.pieces {
		if !slices.ContainsFunc(s.Stages, func(st Stage) bool { return st.ID == p.Stage }) && !p.Hidden {
			faults = append(faults, fmt.Errorf("%s/piece.yaml: no stage %q in pack.yaml", name, p.Stage))
		}
		named := slices.Concat(p.Requires, p.Conflicts)
		for _, b := range p.Backends {
			named = append(named, b.Requires...)
		}
		for _, other := range named {
			if s.pieces[other] == nil {
				faults = append(faults, fmt.Errorf("%s/piece.yaml: no piece %q", name, other))
			}
		}
	}
	return errors.Join(slices.Concat(faults, s.checkKinds(), s.checkProcesses())...)
}
