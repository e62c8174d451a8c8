package generator_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tree is every file of a project with its bytes; of a link it is where the link leads.
type tree map[string]string

// everything is the whole project save git's folder and the lock, which is no content.
func (h *house) everything() tree {
	h.Helper()
	all := tree{}
	h.ok(filepath.WalkDir(h.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(h.dir, p)
		name := filepath.ToSlash(rel)
		switch {
		case err != nil || name == ".scale/lock":
			return err
		case name == ".git":
			return fs.SkipDir
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			all[name], err = os.Readlink(p)
			return err
		}
		data, err := os.ReadFile(p)
		all[name] = string(data)
		return err
	}))
	return all
}

// content is everything but the record that undo needs.
func (h *house) content() tree {
	h.Helper()
	all := h.everything()
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, ".scale/undo/") })
	return all
}

// same compares two trees byte for byte.
func (h *house) same(what string, want, got tree) {
	h.Helper()
	if d := difference(want, got); d != "" {
		h.Fatalf("%s:\n%s", what, d)
	}
}

func difference(want, got tree) string {
	var b strings.Builder
	names := slices.Sorted(maps.Keys(want))
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			names = append(names, name)
		}
	}
	for _, name := range names {
		w, inWant := want[name]
		g, inGot := got[name]
		switch {
		case !inGot:
			b.WriteString("  missing " + name + "\n")
		case !inWant:
			b.WriteString("  not expected " + name + "\n" + g + "\n")
		case w != g:
			b.WriteString("  differs " + name + "\n--- want\n" + w + "--- got\n" + g + "\n")
		}
	}
	return b.String()
}
