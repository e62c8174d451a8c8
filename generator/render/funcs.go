package render

import (
	"maps"
	"text/template"

	"github.com/Masterminds/sprig/v3"

	"github.com/scalecli/scale/generator/manifest"
)

// allowed are the functions that templates take from sprig: string and list helpers. Everything that looks at the
// clock, the environment, the network or chance is left out, so that rendering stays pure.
var allowed = []string{
	"trim", "trimPrefix", "trimSuffix", "upper", "lower", "title", "replace", "repeat", "indent", "nindent", "quote",
	"squote", "contains", "hasPrefix", "hasSuffix", "join", "splitList", "list", "first", "last", "rest", "initial",
	"append", "prepend", "concat", "has", "without", "uniq", "sortAlpha", "dict", "get", "hasKey", "default",
	"empty", "ternary", "add", "add1", "sub", "mul", "mod", "min", "max", "until", "toString", "int", "cat",
	"snakecase", "kebabcase", "camelcase", "untitle", "fail", "trunc", "substr",
}

func (r *renderer) funcs(data map[string]any) template.FuncMap {
	all, picked := sprig.TxtFuncMap(), template.FuncMap{}
	for _, name := range allowed {
		picked[name] = all[name]
	}
	maps.Copy(picked, r.Funcs)
	picked["plural"] = manifest.Plural
	picked["uses"] = r.uses
	picked["slot"] = func(name string) (string, error) { return r.slot(name, "\n", data) }
	picked["sections"] = func(name string) (string, error) { return r.slot(name, "\n\n", data) }
	return picked
}

// uses reports whether a piece is in use.
func (r *renderer) uses(piece string) bool {
	for _, p := range r.Packs.InUse(r.Project) {
		if p.Name == piece {
			return true
		}
	}
	return false
}
