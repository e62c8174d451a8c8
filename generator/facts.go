package generator

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/scalecli/scale/generator/apply"
)

// factsDir holds what a stack's analyser wrote down about the user's code, one JSON file per fact. They are inputs of
// a rendering like the manifest, kept in the project so that a rendering stays pure: it never looks at the code itself.
const factsDir = ".scale/facts"

// readFacts gives the facts by the names of their files, as templates see them under `.facts`.
func readFacts(root *apply.Root) (map[string]any, error) {
	files, err := root.List(factsDir)
	if err != nil {
		return nil, err
	}
	facts := map[string]any{}
	for _, name := range files {
		found, err := root.Read(name)
		if err != nil {
			return nil, err
		}
		if found.File == nil {
			return nil, refusef("git checkout -- "+name, "%s is a %s where a file should be", name, found.Kind)
		}
		var fact any
		if err := json.Unmarshal(found.File.Data, &fact); err != nil {
			return nil, refusef("git checkout -- "+name, "%s is not JSON: %v", name, err)
		}
		facts[strings.TrimSuffix(path.Base(name), ".json")] = fact
	}
	return facts, nil
}
