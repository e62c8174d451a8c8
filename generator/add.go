package generator

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// AddModule writes a whole feature; spec is "name field:type[:modifier]… …".
func (g *Generator) AddModule(ctx context.Context, dir, spec string, o Options) (*Result, error) {
	name, fields, err := parseModule(spec)
	if err != nil {
		return nil, err
	}
	return g.run(ctx, change{dir: dir, edit: named(KindModule, name, manifest.AddModule(name, fields)), before: ready, options: o})
}

// AddField appends a field to a module; spec is "module.field:type[:modifier]…".
func (g *Generator) AddField(ctx context.Context, dir, spec string, o Options) (*Result, error) {
	module, rest, found := strings.Cut(spec, ".")
	if !found {
		return nil, usagef("scale add field product.sku:string", "%q names no module: write module.field:type", spec)
	}
	f, err := parseNewField(rest)
	if err != nil {
		return nil, err
	}
	return g.run(ctx, change{dir: dir, edit: always(manifest.AddField(module, f)), before: ready, options: o})
}

// AddIndex indexes a field that exists; spec is "module.field".
func (g *Generator) AddIndex(ctx context.Context, dir, spec string, o Options) (*Result, error) {
	module, field, found := strings.Cut(spec, ".")
	if !found || strings.Contains(field, ":") {
		return nil, usagef("scale add index product.price", "%q does not name a field: write module.field", spec)
	}
	return g.run(ctx, change{dir: dir, edit: always(manifest.AddIndex(module, field)), before: ready, options: o})
}

// AddPiece puts a piece in, or changes the backend and options of one that is there.
func (g *Generator) AddPiece(ctx context.Context, dir, name, backend string, set map[string]string, o Options) (*Result, error) {
	packs, err := pack.Load(g.Packs)
	if err != nil {
		return nil, err
	}
	if err := checkPiece(packs, name, backend, set); err != nil {
		return nil, err
	}
	edit := func(s *session) manifest.Edit {
		return func(d *manifest.Document, now time.Time) (*manifest.Document, error) {
			p := d.Project.Pieces[name]
			next := manifest.Piece{Backend: cmp.Or(backend, p.Backend), Options: maps.Clone(p.Options)}
			if next.Backend == "" {
				next.Backend = s.backendFor(packs.Piece(name), d.Project)
			}
			if err := setOptions(&next, packs.Piece(name), set, d); err != nil {
				return nil, err
			}
			return manifest.SetPiece(name, next)(d, now)
		}
	}
	// Another backend takes the files of the one before it out.
	return g.run(ctx, change{dir: dir, edit: edit, before: ready, removes: true, options: o})
}

// setOptions gives a piece the options that a command set; lists of modules are written sorted.
func setOptions(next *manifest.Piece, p *pack.Piece, set map[string]string, d *manifest.Document) (err error) {
	if next.Options == nil {
		next.Options = map[string]string{}
	}
	for option, value := range set {
		if p.Options[option].Type == pack.OfModules {
			if value, err = d.CheckModuleList(value); err != nil {
				return err
			}
		}
		next.Options[option] = value
	}
	return nil
}

// checkPiece refuses a piece, backend or option that is not in the packs, and names the nearest that is.
func checkPiece(packs *pack.Set, name, backend string, set map[string]string) error {
	p := packs.Piece(name)
	if p == nil || !p.Listed() {
		return unknown("piece", name, listedPieces(packs))
	}
	if backend != "" && !slices.Contains(p.BackendNames(), backend) {
		return unknown("backend of "+name, backend, p.BackendNames())
	}
	for key, value := range set {
		o, ok := p.Options[key]
		if !ok {
			return unknown("option of "+name, key, slices.Sorted(maps.Keys(p.Options)))
		}
		if len(o.Enum) > 0 && !slices.Contains(o.Enum, value) {
			return unknown("value of "+key, value, o.Enum)
		}
		if err := o.Check(key, value); err != nil {
			return usagef("scale list", "%v", err)
		}
	}
	return nil
}

func listedPieces(packs *pack.Set) []string {
	var names []string
	for _, p := range packs.All() {
		if p.Listed() {
			names = append(names, p.Name)
		}
	}
	return names
}

func unknown(what, word string, known []string) error {
	if near, ok := manifest.Nearest(word, known); ok {
		return usagef("scale list", "there is no %s %q; did you mean %s?", what, word, near)
	}
	if len(known) == 0 {
		return usagef("scale list", "there is no %s %q", what, word)
	}
	return usagef("scale list", "there is no %s %q; there are %s", what, word, strings.Join(known, ", "))
}

// parseModule reads "name field:type …".
func parseModule(spec string) (string, []manifest.Field, error) {
	words := splitSpec(spec)
	if len(words) == 0 {
		return "", nil, usagef(`scale add module "booking customer_email:string:index date:date"`, "the module has no name")
	}
	var fields []manifest.Field
	for _, word := range words[1:] {
		f, err := parseNewField(word)
		if err != nil {
			return "", nil, err
		}
		fields = append(fields, f)
	}
	if len(fields) == 0 {
		return "", nil, usagef(fmt.Sprintf("scale add module %q", words[0]+" name:string:index"), "module %s has no fields", words[0])
	}
	return words[0], fields, nil
}

// splitSpec cuts at white space, but not inside brackets: enum(a, b) is one word.
func splitSpec(spec string) []string {
	depth := 0
	return strings.FieldsFunc(stripBracketSpace(spec), func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		return depth == 0 && (r == ' ' || r == '\t' || r == '\n')
	})
}

func stripBracketSpace(spec string) string {
	var b strings.Builder
	depth := 0
	for _, r := range spec {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ' ' && depth > 0:
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func parseNewField(spec string) (manifest.Field, error) {
	f, err := manifest.ParseField(spec)
	if err == nil && (f.Added != "" || f.Indexed != "") {
		err = fmt.Errorf("field %q carries a time stamp; scale sets those itself", spec)
	}
	if err != nil {
		return f, &Usage{What: err.Error()}
	}
	return f, nil
}
