package apply

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator/render"
)

func file(data string) *render.File { return &render.File{Data: []byte(data), Mode: 0o644} }
func tool(data string) *render.File { return &render.File{Data: []byte(data), Mode: 0o755} }

// everything is a change with every kind of step: create, update, delete, modes, empty files, folders made and emptied.
func everything() []Op {
	return []Op{
		{Path: "scale.yaml", Old: file("v1\n"), New: file("v2\n")},
		{Path: "a/b/new.go", New: file("package b\n")},
		{Path: "a/b/tool", New: tool("run\n")},
		{Path: "gone/deep/x", Old: file("x\n")},
		{Path: "gone/y", Old: tool("y\n")},
		{Path: "kept/mode", Old: file("same\n"), New: tool("same\n")},
		{Path: "kept/empty", New: file("")},
		{Path: ".scale/base/scale.yaml.base", Old: file("v1\n"), New: file("v2\n")},
	}
}

// oldDisk is the disk that ops start from, with a few files that no operation names.
func oldDisk(ops []Op) memory {
	m := newMemory()
	mustAdd(m, "bystander/z", file("untouched\n"), 0o600)
	for _, op := range ops {
		if op.Old != nil {
			mustAdd(m, op.Path, op.Old, op.Old.Mode)
		}
	}
	return m
}

func mustAdd(m memory, name string, f *render.File, perm fs.FileMode) {
	for _, dir := range parents(name) {
		m[dir] = nil
	}
	m[name] = &memFile{f.Data, perm}
}

func commitOn(d effects, ops []Op) error {
	c := &Change{root: &Root{disk: d}}
	return c.Commit(ops, Options{Label: "scale test"})
}

func recoverOn(d effects) (Outcome, error) { return (&Root{disk: d}).resumeLast() }

// mustCommit is the disk after an undisturbed commit.
func mustCommit(t testing.TB, old memory, ops []Op) memory {
	t.Helper()
	m := old.clone()
	if err := commitOn(m, ops); err != nil {
		t.Fatal(err)
	}
	return m
}

// snapshot is everything on the disk but the journal.
func snapshot(m memory) string {
	var b strings.Builder
	for _, p := range slices.Sorted(maps.Keys(m)) {
		switch f := m[p]; {
		case inJournal(p):
		case f == nil:
			fmt.Fprintf(&b, "%s/\n", p)
		default:
			fmt.Fprintf(&b, "%s %v %q\n", p, f.perm, f.data)
		}
	}
	return b.String()
}

func inJournal(p string) bool {
	for _, dir := range []string{stageDir, txnDir, undoDir, lockFile} {
		if p == dir || strings.HasPrefix(p, dir+"/") {
			return true
		}
	}
	return false
}

// effectsOf counts the effects of f on a copy of the disk.
func effectsOf(m memory, f func(effects)) int {
	c := &crashing{effects: m.clone(), tear: -1}
	f(c)
	return c.count
}

// randomOps makes operations on a tree of few names, so that folders are shared, made and emptied.
func randomOps(r *rand.Rand) []Op {
	ops := make(map[string]Op)
	for range 1 + r.IntN(7) {
		p := path.Join(pick(r, "", "a", "a/b", "c", ".scale/base"), pick(r, "w", "x", "y", "z")+".go")
		op := Op{Path: p, Old: randomFile(r), New: randomFile(r)}
		ops[p] = op
	}
	return slices.Collect(maps.Values(ops))
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

func randomFile(r *rand.Rand) *render.File {
	f := file(strings.Repeat(pick(r, "one\n", "two\r\n", "\x00"), r.IntN(3)))
	switch r.IntN(6) {
	case 0, 1:
		return nil
	case 2:
		f.Mode = 0o755
	}
	return f
}
