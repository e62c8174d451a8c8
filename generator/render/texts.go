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
		found, err := r.leaves(p, p.Leaves.Module, r.moduleScope(m))
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
	return r.leaves(p, p.Leaves.Piece, r.projectScope())
}

func (r *renderer) leaves(p *pack.Piece, texts []string, in scope) ([]string, error) {
	var statements []string
	for _, text := range texts {
		out, err := r.execute(p.Name+"/piece.yaml", text, r.withPiece(in.data, p.Name))
		if err != nil {
			return nil, err
		}
		statements = append(statements, string(out))
	}
	return statements, nil
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
