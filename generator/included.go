package generator

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/scalecli/scale/generator/plan"
)

// refuseIncludedTwice stops a change that would bring a file which a YAML file of the user's includes, with names that
// stand there already, such as a service of compose.yaml. Each file is sound alone, and no merge sees both.
func (s *session) refuseIncludedTwice(w *work, c change) error {
	var places []Place
	for _, name := range slices.Sorted(maps.Keys(w.change.Theirs)) {
		arriving := arrivingThrough(w, name)
		if len(arriving) == 0 {
			continue
		}
		ours, err := fs.ReadFile(w.change.Disk, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		}
		lines := strings.Split(string(plan.LF(ours)), "\n")
		for key, line := range sectionsOf(ours) {
			if arriving[key] {
				places = append(places, Place{Path: name, Line: line, Text: strings.TrimSpace(lines[line-1])})
			}
		}
	}
	if len(places) == 0 {
		return nil
	}
	slices.SortFunc(places, func(a, b Place) int {
		if a.Path != b.Path {
			return strings.Compare(a.Path, b.Path)
		}
		return a.Line - b.Line
	})
	return &Refused{
		What:   "the change brings what has these names already; nothing was written",
		Places: places,
		Next:   c.options.Command + ", once yours have other names",
	}
}

// arrivingThrough are the names in files that the change brings and that a rendered YAML file includes.
func arrivingThrough(w *work, name string) map[string]bool {
	if ext := path.Ext(name); ext != ".yaml" && ext != ".yml" {
		return nil
	}
	var file struct {
		Include []string `yaml:"include"`
	}
	if yaml.Unmarshal(w.change.Theirs[name].Data, &file) != nil {
		return nil
	}
	arriving := map[string]bool{}
	for _, included := range file.Include {
		at := path.Join(path.Dir(name), included)
		if _, had := w.change.Base[at]; had {
			continue
		}
		for key := range sectionsOf(w.change.Theirs[at].Data) {
			arriving[key] = true
		}
	}
	return arriving
}

// sectionsOf gives the line of each name in the sections of a YAML file, such as "services/mail".
func sectionsOf(data []byte) map[string]int {
	lines := map[string]int{}
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return lines
	}
	sections := doc.Content[0].Content
	for i := 0; i+1 < len(sections); i += 2 {
		if sections[i+1].Kind != yaml.MappingNode {
			continue
		}
		for j := 0; j+1 < len(sections[i+1].Content); j += 2 {
			key := sections[i+1].Content[j]
			lines[sections[i].Value+"/"+key.Value] = key.Line
		}
	}
	return lines
}
