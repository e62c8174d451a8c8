package manifest

import (
	"fmt"
	"strings"
)

// faults lists what contradicts itself in a project: names that meet in a table, a URL or a file name that ignores
// case, and references to modules that are not there.
func (p *Project) faults() []string {
	var faults []string
	taken := map[string]string{} // a name in use, folded → the module that uses it
	for _, m := range p.Modules {
		for _, form := range names(m.Name) {
			if other, used := taken[form]; used && other != m.Name {
				faults = append(faults, fmt.Sprintf("module %s collides with module %s: both are called %s in a table or URL", m.Name, other, form))
				break
			}
		}
		for _, form := range names(m.Name) {
			taken[form] = m.Name
		}
		faults = append(faults, p.fieldFaults(m)...)
		faults = append(faults, partFaults(m)...)
	}
	return faults
}

// names are the forms under which a module appears, folded as file systems and databases fold them.
func names(module string) []string {
	folded := strings.ToLower(module)
	return []string{folded, Plural(folded), strings.ReplaceAll(folded, "_", "")}
}

func (p *Project) fieldFaults(m Module) []string {
	var faults []string
	seen := map[string]bool{}
	for _, f := range m.Fields {
		key := spelling(f.Name)
		if seen[key] {
			faults = append(faults, fmt.Sprintf("module %s has field %s twice, or another that differs only in case or _", m.Name, f.Name))
		}
		seen[key] = true
		if _, ok := p.Module(f.Ref); f.Ref != "" && !ok {
			faults = append(faults, fmt.Sprintf("field %s.%s refers to module %s, and there is none", m.Name, f.Name, f.Ref))
		}
	}
	return faults
}

// partFaults holds parts of all kinds against each other: each becomes files and names in code beside the others.
func partFaults(m Module) []string {
	var faults []string
	seen := map[string]Part{}
	for _, p := range m.Parts {
		key := spelling(p.Name)
		switch other, twice := seen[key]; {
		case !twice:
			seen[key] = p
		case other.Kind == p.Kind:
			faults = append(faults, fmt.Sprintf("module %s has %s %s twice, or another that differs only in case or _", m.Name, p.Kind, p.Name))
		default:
			faults = append(faults, fmt.Sprintf("module %s has %s %s and %s %s: give one of them another name", m.Name, other.Kind, other.Name, p.Kind, p.Name))
		}
	}
	return faults
}

// spelling is what names in code have in common: customer_id and customerid become the same one.
func spelling(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "") }
