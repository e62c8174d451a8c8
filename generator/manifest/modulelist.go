package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// AllModules is the list of every module, those to come included.
const AllModules = "all"

// ModuleList gives the modules that an option lists, or nil for AllModules.
func ModuleList(value string) []string {
	if value == AllModules {
		return nil
	}
	names := strings.Split(value, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// CheckModuleList gives a list as it is written, sorted, so that the order in which modules were named leaves no trace.
func (d *Document) CheckModuleList(value string) (string, error) {
	names := ModuleList(value)
	for _, name := range names {
		if _, exists := d.Project.Module(name); !exists {
			return "", d.noModule(name)
		}
	}
	if names == nil {
		return AllModules, nil
	}
	return strings.Join(names, ","), nil
}

// listed is a list of modules in the file, which can be checked only when all modules are known.
type listed struct {
	node   *yaml.Node
	option string
}

func (r *reader) checkLists() {
	for _, l := range r.lists {
		for _, name := range ModuleList(l.node.Value) {
			if _, exists := r.project.Module(name); !exists {
				r.fault(l.node, "%s names %q, which is no module here", l.option, name)
			}
		}
	}
}

// leaveLists takes a module out of the lists of pieces. One that would be empty then has no use any more.
func (d *Document) leaveLists(module string, now time.Time) (_ *Document, err error) {
	for _, name := range slices.Sorted(maps.Keys(d.Project.Pieces)) {
		for _, option := range d.schema.Pieces[name].Modules {
			piece := d.Project.Pieces[name]
			value, set := piece.Options[option]
			names := ModuleList(value)
			if !set || !slices.Contains(names, module) {
				continue
			}
			if len(names) == 1 {
				return nil, fmt.Errorf("piece %s is there for module %s only; scale remove %s comes first", name, module, name)
			}
			piece.Options = maps.Clone(piece.Options)
			piece.Options[option] = strings.Join(slices.DeleteFunc(names, func(n string) bool { return n == module }), ",")
			if d, err = SetPiece(name, piece)(d, now); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}
