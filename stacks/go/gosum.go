package gostack

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
)

// sumMerger merges go.sum: what the user has and what scale needs now, without what scale alone needed before. Beside a
// go.mod in which anything of that stayed nothing goes: a line too many does no harm, a missing one stops the build.
func (s Stack) sumMerger(change generator.Change) merge.Func {
	return func(base, ours, theirs []byte) merge.Result {
		if bytes.Equal(ours, theirs) || bytes.Equal(base, theirs) {
			return merge.Result{Data: ours}
		}
		text, restore := plainText(ours)
		m, untouched := s.mods(change)
		goes := difference(sumLines(base), sumLines(theirs))
		dropped := m.droppedSums(maps.Clone(goes), untouched)
		if bytes.Equal(base, ours) && len(dropped) == len(goes) {
			return merge.Result{Data: theirs}
		}
		added := m.withoutHeldBack(difference(sumLines(theirs), sumLines(text)), sumLines(base))
		return merge.Result{Data: restore(mergeSum(text, dropped, added))}
	}
}

// mergeSum takes lines out of ours and adds others, in the go command's order if ours keeps to it, else at the end.
func mergeSum(ours []byte, dropped, added map[string]bool) []byte {
	lines := slices.DeleteFunc(sumList(ours), func(line string) bool { return dropped[line] })
	sorted := slices.IsSortedFunc(lines, compareSum)
	fresh := make([]string, 0, len(added))
	for line := range added {
		fresh = append(fresh, line)
	}
	slices.SortFunc(fresh, compareSum)
	lines = append(lines, fresh...)
	if sorted {
		slices.SortStableFunc(lines, compareSum)
	}
	if len(lines) == 0 {
		return nil
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// droppedSums takes from the lines that scale no longer needs those that something in go.mod may still need. Without
// requirements to tell by, all may.
func (m *modMerge) droppedSums(lines map[string]bool, untouched bool) map[string]bool {
	switch {
	case m == nil:
		return nil
	case untouched && m.result.equal(m.theirs):
		return lines
	}
	needs, unknown := m.ownNeeds()
	if unknown != "" {
		return nil
	}
	for line := range lines {
		path, version := sumModule(line)
		if _, needed := needs[path]; needed || m.result[path].version == version {
			delete(lines, line)
		}
	}
	return lines
}

// withoutHeldBack takes from the lines to add those that the user's file lost with a version: go.mod holds the module at
// an older one, so nothing asks for it.
func (m *modMerge) withoutHeldBack(lines, base map[string]bool) map[string]bool {
	if m == nil {
		return lines
	}
	maps.DeleteFunc(lines, func(line string, _ bool) bool {
		path, version := sumModule(line)
		held := m.result[path].version
		return base[line] && held != "" && semver.Compare(held, version) < 0
	})
	return lines
}

// mods are the requirements before and after the change, nil where they cannot be told, and whether the user's go.mod is
// as scale wrote it.
func (s Stack) mods(change generator.Change) (m *modMerge, untouched bool) {
	base, theirs := change.Base["go.mod"].Data, change.Theirs["go.mod"].Data
	ours, err := fs.ReadFile(change.Disk, "go.mod")
	if err != nil {
		return nil, false
	}
	m, fault := s.readMods(change, toLF(base), toLF(ours), toLF(theirs))
	if fault != nil {
		return nil, false
	}
	return m, bytes.Equal(base, ours)
}

// sumModule is the module that a line of go.sum is about, and its version.
func sumModule(line string) (path, version string) {
	path, rest, _ := strings.Cut(line, " ")
	version, _, _ = strings.Cut(rest, " ")
	return path, strings.TrimSuffix(version, "/go.mod")
}

func sumList(text []byte) []string {
	return slices.DeleteFunc(strings.Split(string(toLF(text)), "\n"), func(line string) bool { return line == "" })
}

func sumLines(text []byte) map[string]bool { return set(sumList(text)...) }

func difference(a, b map[string]bool) map[string]bool {
	d := map[string]bool{}
	for line := range a {
		if !b[line] {
			d[line] = true
		}
	}
	return d
}

// compareSum orders lines as the go command does: by module, then version, the hash of the content before that of the
// go.mod.
func compareSum(a, b string) int {
	x, y := append(strings.Fields(a), "", ""), append(strings.Fields(b), "", "")
	v, vMod, _ := strings.Cut(x[1], "/")
	w, wMod, _ := strings.Cut(y[1], "/")
	return cmp.Or(cmp.Compare(x[0], y[0]), semver.Compare(v, w), cmp.Compare(v, w), cmp.Compare(vMod, wMod), cmp.Compare(a, b))
}
