package render

import (
	"maps"
	"strings"

	"github.com/scalecli/scale/generator/manifest"
)

// Templates see maps with lower-case keys; a key that is not there is an error. docs/ARCHITECTURE.md lists them.

func (r *renderer) projectData() map[string]any {
	p := r.Project
	data := map[string]any{
		"name":    p.Name,
		"project": map[string]any{"name": p.Name, "module_path": p.ModulePath, "stack": p.Stack},
		"pieces":  r.piecesData(),
		"facts":   r.Facts,
	}
	modules := []map[string]any{}
	for _, m := range p.Modules {
		modules = append(modules, r.moduleMap(m))
	}
	data["modules"] = modules
	data["parts"] = r.partsData(p.Modules...)
	return data
}

// scope is what one template sees: its data, the texts that its path may hold, and the part that it is rendered for, if
// it is rendered for one.
type scope struct {
	data  map[string]any
	paths map[string]string
	part  *PartOf
}

func (r *renderer) projectScope() scope {
	return scope{data: r.projectData(), paths: map[string]string{"name": r.Project.Name}}
}

func (r *renderer) moduleScope(m manifest.Module) scope {
	data, module := r.projectData(), r.moduleMap(m)
	data["name"], data["module"] = m.Name, module
	return scope{data: data, paths: map[string]string{
		"name": m.Name, "plural": manifest.Plural(m.Name), "package": packageName(m), "stamp": string(m.Created),
	}}
}

func (r *renderer) changeScope(m manifest.Module, s manifest.Step) scope {
	in, table := r.moduleScope(m), manifest.Plural(m.Name)
	in.data["change"] = stepMap(s)
	in.paths["stamp"], in.paths["change"] = string(s.Stamp), "add_"+s.Field.Name+"_to_"+table
	if s.Kind == "index" {
		in.paths["change"] = "index_" + table + "_" + s.Field.Name
	}
	return in
}

func (r *renderer) partScope(m manifest.Module, p manifest.Part) scope {
	in := r.moduleScope(m)
	in.data["part"] = partMap(m, p)
	in.paths["part"] = p.Name
	in.part = &PartOf{m.Name, p}
	return in
}

// packageName is the module's name as one word, for languages whose packages have no underscore.
func packageName(m manifest.Module) string { return strings.ReplaceAll(m.Name, "_", "") }

// withPiece adds what is known of the piece that a template belongs to.
func (r *renderer) withPiece(data map[string]any, piece string) map[string]any {
	data = maps.Clone(data)
	data["backend"] = r.Project.Pieces[piece].Backend
	data["options"] = r.optionsOf(piece)
	return data
}

func (r *renderer) piecesData() map[string]any {
	pieces := map[string]any{}
	for _, p := range r.Packs.InUse(r.Project) {
		pieces[p.Name] = map[string]any{"backend": r.Project.Pieces[p.Name].Backend, "options": r.optionsOf(p.Name)}
	}
	return pieces
}

// optionsOf gives every option of a piece, with its default where the project says nothing.
func (r *renderer) optionsOf(piece string) map[string]any {
	options := map[string]any{}
	if p := r.Packs.Piece(piece); p != nil {
		for name := range p.Options {
			options[name] = p.Setting(name, r.Project.Pieces[piece])
		}
	}
	return options
}

func (r *renderer) moduleMap(m manifest.Module) map[string]any {
	fields, changes := []map[string]any{}, []map[string]any{}
	for _, f := range m.Fields {
		fields = append(fields, fieldMap(f))
	}
	for _, s := range m.Steps() {
		changes = append(changes, stepMap(s))
	}
	return map[string]any{
		"name": m.Name, "plural": manifest.Plural(m.Name), "package": packageName(m),
		"created": string(m.Created), "fields": fields, "changes": changes, "parts": r.partsData(m),
	}
}

// partsData lists the parts of modules under the plural of each kind, so that a template can go through those of a kind
// that no module has.
func (r *renderer) partsData(modules ...manifest.Module) map[string]any {
	parts := map[string]any{}
	for _, k := range r.Packs.Kinds() {
		of := []map[string]any{}
		for _, m := range modules {
			for _, p := range m.PartsOf(k.Name) {
				of = append(of, partMap(m, p))
			}
		}
		parts[k.Plural] = of
	}
	return parts
}

func partMap(m manifest.Module, p manifest.Part) map[string]any {
	return map[string]any{"name": p.Name, "kind": p.Kind, "module": m.Name}
}

func fieldMap(f manifest.Field) map[string]any {
	return map[string]any{
		"name": f.Name, "type": f.Type, "enum": f.Enum, "ref": f.Ref,
		"index": f.Index, "unique": f.Unique, "optional": f.Optional, "searchable": f.Searchable(),
		"added": string(f.Added), "indexed": string(f.Indexed),
	}
}

func stepMap(s manifest.Step) map[string]any {
	return map[string]any{"stamp": string(s.Stamp), "kind": s.Kind, "field": fieldMap(s.Field)}
}
