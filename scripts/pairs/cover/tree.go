package cover

import (
	"bytes"
	"os"
	"path"
	"path/filepath"

	"github.com/scalecli/scale/generator/render"
)

// News leaves out the trees in whose Go files there is nothing for a linter that earlier ones do not have. Linters look
// past generated files.
func News(trees []render.Tree) []render.Tree {
	seen := map[string]bool{}
	var kept []render.Tree
	for _, tree := range trees {
		more := false
		for name, f := range tree {
			if path.Ext(name) == ".go" && !bytes.HasPrefix(f.Data, []byte("// Code generated ")) && !seen[string(f.Data)] {
				seen[string(f.Data)], more = true, true
			}
		}
		if more {
			kept = append(kept, tree)
		}
	}
	return kept
}

// Write writes a tree into a folder.
func Write(dir string, tree render.Tree) error {
	for _, name := range tree.Paths() {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, tree[name].Data, tree[name].Mode); err != nil {
			return err
		}
	}
	return nil
}
