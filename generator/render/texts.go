package render

import (
	"maps"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// ModuleLeaves renders the statements that clear away what a module leaves behind when it is removed, as the pieces in
// use know them (`leaves:` in piece.yaml).
func ModuleLeaves(in Input, m manifest.Module) ([]string, error) {
	r := &renderer{Input: in, declared: map[string]bool{}}
	var statements []string
	for _, p := range in.Packs.InUse(in.Project) {
		found, err := r.texts(p.Name, p.Leaves.Module, r.moduleScope(m))
		if err != nil {
			return nil, err
		}
		statements = append(statements, found...)
	}
	return statements, nil
}

// PieceLeaves renders the same of a piece itself.
func PieceLeaves(in Input, p *pack.Piece) ([]string, error) {
	r := &renderer{Input: in, declared: map[string]bool{}}
	return r.texts(p.Name, p.Leaves.Piece, r.projectScope())
}

// PartTexts renders what is to be said after a part was added: what to know, and the commands that come next.
func PartTexts(in Input, m manifest.Module, p manifest.Part) (notes, next []string, err error) {
	r := &renderer{Input: in, declared: map[string]bool{}}
	kind, _ := in.Packs.Kind(p.Kind)
	if notes, err = r.texts(kind.Piece, kind.Notes, r.partScope(m, p)); err != nil {
		return nil, nil, err
	}
	next, err = r.texts(kind.Piece, kind.Next, r.partScope(m, p))
	return notes, next, err
}

// texts renders templates that stand in a piece.yaml.
func (r *renderer) texts(piece string, texts []string, in scope) ([]string, error) {
	var rendered []string
	for _, text := range texts {
		out, err := r.execute(piece+"/piece.yaml", text, r.withPiece(in.data, piece))
		if err != nil {
			return nil, err
		}
		rendered = append(rendered, strings.TrimSpace(string(out)))
	}
	return rendered, nil
}

// DialectText renders a text of a piece's dialects.yaml for a project that had another backend before. Besides what all
// templates see it has .from and .columns.
func DialectText(in Input, p *pack.Piece, from, text string) (string, error) {
	r := &renderer{Input: in, declared: map[string]bool{}}
	data := r.withPiece(r.projectData(), p.Name)
	data["from"], data["columns"] = from, columns(in.Project)
	out, err := r.execute(p.Name+"/dialects.yaml", text, data)
	return strings.TrimSpace(string(out)), err
}

// columns are the names of the fields of all modules by their type, and those of the optional ones, as alternatives in
// a regular expression; "" where there are none.
func columns(p manifest.Project) map[string]any {
	names := map[string]map[string]bool{"optional": {}}
	for _, t := range manifest.Types() {
		t, _, _ = strings.Cut(t, "(")
		names[t] = map[string]bool{}
	}
	for _, m := range p.Modules {
		for _, f := range m.Fields {
			names[f.Type][f.Name] = true
			if f.Optional {
				names["optional"][f.Name] = true
			}
		}
	}
	joined := map[string]any{}
	for key, set := range names {
		joined[key] = strings.Join(slices.Sorted(maps.Keys(set)), "|")
	}
	return joined
}
