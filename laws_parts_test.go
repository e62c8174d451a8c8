package main

import "testing"

// TestTwoBranchesWithAPartEachComeToTheUnion: parts of one module stand in one line of scale.yaml and in one file of
// scale's, and two people add them at once; or one adds a part while the other adds to the module, or changes a backend.
func TestTwoBranchesWithAPartEachComeToTheUnion(t *testing.T) {
	packs := loadPacks(t)
	for _, k := range packs.Kinds() {
		piece := packs.Piece(k.Piece)
		start := makeProject(t, "shop", [][]string{{"init", "shop", "--database", "postgres"}, {"add", k.Piece}})
		part := func(module, name string) step {
			return step{name: name, add: []string{"add", k.Name, module + "." + name}, remove: []string{"remove", k.Name, module + "." + name}}
		}
		others := []step{
			part("product", "tell_all"),
			{name: "review", add: []string{"add", "module", "review body:text"}, remove: []string{"remove", "module", "review"}},
		}
		if names := piece.BackendNames(); len(names) > 1 {
			others = append(others, step{
				name: names[1], add: []string{"add", k.Piece, "--backend", names[1]}, remove: []string{"add", k.Piece, "--backend", names[0]},
			})
		}
		for _, other := range packs.All() {
			if other.Instances != "" {
				others = append(others, step{name: other.Name, add: []string{"add", other.Name}, remove: []string{"remove", other.Name}})
			}
		}
		ways := [][]string{{"merge", "--no-edit"}, {"merge", "--squash"}, {"cherry-pick"}}
		for i, two := range others {
			t.Run(k.Name+" and "+two.name, func(t *testing.T) {
				t.Parallel()
				holdBranches(t, start, part("product", "send_one"), two, ways[i%len(ways)])
			})
		}
	}
}
