package generator_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/scalecli/scale/generator"
)

// moment is when everything happens in these tests.
var moment = time.Date(2026, 11, 23, 8, 15, 0, 0, time.UTC)

// house is a project of the toy packs.
type house struct {
	testing.TB
	dir   string
	packs string       // "v1" or "v2"
	older fstest.MapFS // packs from before those, or nil
	stack toy
	now   time.Time
}

// op is one command on a project.
type op func(*house, generator.Options) (*generator.Result, error)

func (h *house) generator() *generator.Generator {
	g := &generator.Generator{
		Packs:  os.DirFS(filepath.Join("..", "testdata", "packs", h.packs)),
		Stacks: []generator.Stack{h.stack},
		Now:    func() time.Time { return h.now },
	}
	if h.older != nil {
		g.Packs = h.older
	}
	return g
}

// built is a new project without git.
func built(t testing.TB) *house { return start(t, true) }

func start(t testing.TB, noGit bool) *house {
	t.Helper()
	h := &house{TB: t, dir: filepath.Join(t.TempDir(), "villa"), packs: "v1", now: moment}
	_, err := h.generator().Init(context.Background(), generator.InitOptions{
		Dir: h.dir, Name: "villa", NoGit: noGit, Options: generator.Options{Command: "scale init villa"},
	})
	h.ok(err)
	return h
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// twin is a copy of the project in another folder.
func (h *house) twin() *house {
	h.Helper()
	other := *h
	other.dir = filepath.Join(h.TempDir(), "villa")
	h.ok(os.CopyFS(other.dir, os.DirFS(h.dir)))
	return &other
}

// do runs a command that must succeed.
func (h *house) do(o op) *generator.Result {
	h.Helper()
	r, err := o(h, generator.Options{Command: "scale test"})
	h.ok(err)
	return r
}

// refused runs a command that must be refused without writing anything.
func (h *house) refused(o op, options generator.Options) *generator.Refused {
	h.Helper()
	before := h.everything()
	options.Command = "scale test"
	_, err := o(h, options)
	var r *generator.Refused
	if !errors.As(err, &r) {
		h.Fatalf("the command was not refused: %v", err)
	}
	h.same("a refused command wrote something", before, h.everything())
	return r
}

func addPiece(name, backend string, set ...string) op {
	options := map[string]string{}
	for i := 0; i+1 < len(set); i += 2 {
		options[set[i]] = set[i+1]
	}
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().AddPiece(context.Background(), h.dir, name, backend, options, o)
	}
}

func removePiece(name string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().RemovePiece(context.Background(), h.dir, name, o)
	}
}

func addModule(spec string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().AddModule(context.Background(), h.dir, spec, o)
	}
}

func removeModule(name string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().RemoveModule(context.Background(), h.dir, name, o)
	}
}

func addField(spec string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().AddField(context.Background(), h.dir, spec, o)
	}
}

func addIndex(spec string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().AddIndex(context.Background(), h.dir, spec, o)
	}
}

func addPart(kind string, specs ...string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().AddParts(context.Background(), h.dir, kind, specs, o)
	}
}

func removePart(kind string, specs ...string) op {
	return func(h *house, o generator.Options) (*generator.Result, error) {
		return h.generator().RemoveParts(context.Background(), h.dir, kind, specs, o)
	}
}

func applyAll(h *house, o generator.Options) (*generator.Result, error) {
	return h.generator().Apply(context.Background(), h.dir, o)
}

func upgrade(h *house, o generator.Options) (*generator.Result, error) {
	return h.generator().Upgrade(context.Background(), h.dir, o)
}

func undo(h *house, o generator.Options) (*generator.Result, error) {
	return h.generator().Undo(context.Background(), h.dir, o)
}

func (h *house) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

func (h *house) read(name string) string {
	h.Helper()
	data, err := os.ReadFile(h.path(name))
	h.ok(err)
	return string(data)
}

func (h *house) write(name, text string) {
	h.Helper()
	h.ok(os.MkdirAll(filepath.Dir(h.path(name)), 0o755))
	h.ok(os.WriteFile(h.path(name), []byte(text), 0o644))
}

func (h *house) remove(name string) {
	h.Helper()
	h.ok(os.Remove(h.path(name)))
}

// edit replaces the one place of old, as a person would.
func (h *house) edit(name, old, text string) {
	h.Helper()
	before := h.read(name)
	if strings.Count(before, old) != 1 {
		h.Fatalf("%s holds %q %d times", name, old, strings.Count(before, old))
	}
	h.write(name, strings.Replace(before, old, text, 1))
}

func (h *house) wantHas(name, text string) {
	h.Helper()
	if got := h.read(name); !strings.Contains(got, text) {
		h.Fatalf("%s lacks %q:\n%s", name, text, got)
	}
}

func (h *house) wantLacks(name, text string) {
	h.Helper()
	if got := h.read(name); strings.Contains(got, text) {
		h.Fatalf("%s still holds %q:\n%s", name, text, got)
	}
}

func (h *house) has(name string) bool {
	_, err := os.Lstat(h.path(name))
	return err == nil
}

// action says what a result did to a path.
func action(r *generator.Result, name string) string {
	for _, e := range r.Plan.Entries {
		if e.Path == name {
			return string(e.Action)
		}
	}
	return ""
}
