package render

import "github.com/scalecli/scale/generator/manifest"

// Leaves renders the statements that clear away what a module leaves behind when it is removed, as the pieces in use
// know them (`leaves:` in piece.yaml).
func Leaves(in Input, m manifest.Module) ([]string, error) {
	r := &renderer{Input: in, declared: map[string]bool{}}
	var statements []string
	for _, p := range in.Packs.InUse(in.Project) {
		for _, text := range p.Leaves {
			out, err := r.execute(p.Name+"/piece.yaml", text, r.withPiece(r.moduleScope(m).data, p.Name))
			if err != nil {
				return nil, err
			}
			statements = append(statements, string(out))
		}
	}
	return statements, nil
}
