package corpus

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

func isYAML(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }

// structure says what of a merged YAML file is not where either side put it: a line can be kept and mean something else,
// below another heading or as the end of the line above.
func structure(before, edited, asked, after file) string {
	b, o, t, r := leaves(before), leaves(edited), leaves(asked), leaves(after)
	for _, leaf := range slices.Sorted(maps.Keys(union(o, t))) {
		if wanted := b[leaf] == 0 || o[leaf] > 0 && t[leaf] > 0; wanted && r[leaf] == 0 {
			return fmt.Sprintf("%q is not there", leaf)
		}
	}
	for _, leaf := range slices.Sorted(maps.Keys(r)) {
		if o[leaf] == 0 && t[leaf] == 0 {
			return fmt.Sprintf("%q is of neither side", leaf)
		}
	}
	return ""
}

// leaves are the values in a YAML file, each with the keys that lead to it.
func leaves(f file) map[string]int {
	found := map[string]int{}
	var root yaml.Node
	if yaml.Unmarshal(f.data, &root) != nil {
		return found // that it was one before is held elsewhere
	}
	var walk func(n *yaml.Node, keys []string)
	walk = func(n *yaml.Node, keys []string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				walk(n.Content[i+1], append(slices.Clone(keys), n.Content[i].Value))
			}
		case yaml.ScalarNode:
			found[strings.Join(keys, ".")+" "+n.Value]++
		default:
			for _, below := range n.Content {
				walk(below, keys)
			}
		}
	}
	walk(&root, nil)
	return found
}
