package main

import (
	"bytes"
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/scalecli/scale/generator/render"
	gostack "github.com/scalecli/scale/stacks/go"
)

// record tidies every combination from one set of versions and keeps what each needs.
func record(ctx context.Context, pins string, all []combination) (*gostack.DepsTable, error) {
	work, err := os.MkdirTemp("", "deps")
	if err != nil {
		return nil, err
	}
	versions, err := everything(ctx, filepath.Join(work, "everything"), pins, all)
	if err != nil {
		return nil, err
	}
	table := &gostack.DepsTable{}
	for i, c := range all {
		needs, err := tidied(ctx, filepath.Join(work, strconv.Itoa(i)), c.tree, versions)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.key, err)
		}
		table.Record(c.key, needs)
		fmt.Fprintf(os.Stderr, "%s: %d direct, %d indirect\n", c.key, len(needs.Direct), len(needs.Indirect))
	}
	return table, os.RemoveAll(work)
}

// everything gives the go.mod of a project that imports whatever any combination does.
func everything(ctx context.Context, dir, pins string, all []combination) ([]byte, error) {
	mod, err := os.ReadFile(pins)
	if err != nil {
		return nil, err
	}
	var source bytes.Buffer
	source.WriteString("package everything\n")
	for _, c := range all {
		for p := range external(c.tree) {
			fmt.Fprintf(&source, "import _ %q\n", p)
		}
	}
	tree := render.Tree{"everything.go": {Data: source.Bytes()}, "go.mod": {Data: mod}}
	if err := lay(dir, tree); err != nil {
		return nil, err
	}
	if _, err := goCommand(ctx, dir, "mod", "tidy"); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "go.mod"))
}

// tidied is what one project needs. Tidying keeps requirements that only fix a version and give no package, so these are
// taken out; tidying again brings back those that another system needs.
func tidied(ctx context.Context, dir string, tree render.Tree, versions []byte) (needs gostack.Deps, err error) {
	f, err := modfile.Parse("go.mod", versions, nil)
	if err != nil {
		return needs, err
	}
	if err := lay(dir, tree); err != nil {
		return needs, err
	}
	if err := f.AddModuleStmt("sample"); err != nil {
		return needs, err
	}
	for _, step := range []func() error{
		func() error { return save(dir, f) },
		func() error { _, err := goCommand(ctx, dir, "mod", "tidy"); return err },
		func() error { return strip(ctx, dir) },
		func() error { _, err := goCommand(ctx, dir, "mod", "tidy"); return err },
		func() error { _, err := goCommand(ctx, dir, "mod", "tidy", "-diff"); return err },
	} {
		if err := step(); err != nil {
			return needs, err
		}
	}
	return read(dir)
}

// strip takes out the requirements that give no package.
func strip(ctx context.Context, dir string) error {
	list, err := goCommand(ctx, dir, "list", "-deps", "-test", "-f", "{{with .Module}}{{.Path}}{{end}}", "./...")
	if err != nil {
		return err
	}
	giving := strings.Fields(list)
	f, err := parseMod(dir)
	if err != nil {
		return err
	}
	for _, r := range slices.Clone(f.Require) {
		if slices.Contains(giving, r.Mod.Path) {
			continue
		}
		if err := f.DropRequire(r.Mod.Path); err != nil {
			return err
		}
	}
	return save(dir, f)
}

func parseMod(dir string) (*modfile.File, error) {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return nil, err
	}
	return modfile.Parse("go.mod", data, nil)
}

func save(dir string, f *modfile.File) error {
	f.Cleanup()
	data, err := f.Format()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), data, 0o644)
}

// read takes the needs of a tidied project.
func read(dir string) (needs gostack.Deps, err error) {
	f, err := parseMod(dir)
	if err != nil {
		return needs, err
	}
	needs.Go = f.Go.Version
	for _, r := range f.Require {
		line := r.Mod.Path + " " + r.Mod.Version
		if r.Indirect {
			needs.Indirect = append(needs.Indirect, line)
		} else {
			needs.Direct = append(needs.Direct, line)
		}
	}
	sum, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	needs.Sum = strings.Split(strings.TrimSpace(string(sum)), "\n")
	return needs, err
}

// lay writes a tree into a new folder.
func lay(dir string, tree render.Tree) error {
	for _, name := range tree.Paths() {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, tree[name].Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// goCommand runs the go command apart from any workspace or flags of the caller's.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String(), nil
}

// external are the packages from elsewhere that a tree's Go files import.
func external(tree render.Tree) map[string]bool {
	found := map[string]bool{}
	for name, f := range tree {
		if path.Ext(name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, f.Data, parser.ImportsOnly)
		if err != nil {
			continue
		}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			first, _, _ := strings.Cut(p, "/")
			if err == nil && strings.Contains(first, ".") {
				found[p] = true
			}
		}
	}
	return found
}
