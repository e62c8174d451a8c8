package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/scalecli/scale/generator/baseline"
	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/render"
	"github.com/scalecli/scale/generator/vcs"
)

// place is where a new project goes: a folder that is not there, is empty, or holds nothing but .git.
type place struct {
	dir     string // absolute
	exists  bool
	inGit   bool // it holds .git
	sibling string
}

// findPlace looks at the target without writing anything.
func findPlace(dir string) (*place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	p := &place{dir: abs, sibling: filepath.Join(filepath.Dir(abs), "."+filepath.Base(abs)+".scale-init")}
	info, err := os.Lstat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p, p.checkParent()
	case err != nil:
		return nil, &Usage{What: err.Error()}
	case !info.IsDir():
		return nil, usagef("scale init ANOTHER_NAME", "%s exists and is not a folder", abs)
	}
	p.exists = true
	return p, p.checkEmpty()
}

func (p *place) checkParent() error {
	parent := filepath.Dir(p.dir)
	if !isDir(parent) {
		return usagef("mkdir -p "+parent, "the folder %s does not exist", parent)
	}
	return writable(parent)
}

func (p *place) checkEmpty() error {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return &Usage{What: err.Error()}
	}
	for _, e := range entries {
		if e.Name() == manifest.FileName {
			return usagef("scale status", "%s holds a project already", p.dir)
		}
		if e.Name() != ".git" {
			return usagef("scale init ANOTHER_NAME", "the folder %s is not empty: it holds %s", p.dir, e.Name())
		}
		p.inGit = true
	}
	return writable(p.dir)
}

// writable tries to make a file: the only test that holds on every system.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".scale-init-*")
	if err != nil {
		return usagef("", "the folder %s cannot be written to: %v", dir, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// write puts the whole tree beside its place, with its repository and first commit, and then renames it there, so that
// a kill at any moment leaves either nothing or the project. A folder that holds .git already is the exception: its
// entries are renamed into it one by one, the manifest last, and without it the folder is no project.
func (p *place) write(theirs render.Tree, noGit bool, result *Result) (err error) {
	if err := os.RemoveAll(p.sibling); err != nil { // what a killed init left
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(p.sibling)) }()
	paths, err := writeTree(p.sibling, theirs)
	if err != nil {
		return fmt.Errorf("writing the project: %w; nothing is left of it", err)
	}
	return p.settle(paths, noGit, result)
}

// settle brings the tree to its place. A repository of its own is made before the rename, so that both appear at once;
// in a repository that lies around the place, the commit can only name the final paths.
func (p *place) settle(paths []string, noGit bool, result *Result) error {
	around := p.inGit || vcs.IsRepo(p.sibling)
	if !around {
		if err := p.commit(p.sibling, paths, noGit, result); err != nil {
			return err
		}
	}
	if err := p.moveIn(); err != nil || !around {
		return err
	}
	return p.commit(p.dir, paths, noGit, result)
}

// moveIn renames the folder, or its entries where the place itself has to stay.
func (p *place) moveIn() error {
	if p.inGit {
		return p.moveInto()
	}
	if p.exists {
		if err := os.Remove(p.dir); err != nil {
			return p.moveInto() // the current folder of a shell cannot go on Windows
		}
	}
	return os.Rename(p.sibling, p.dir)
}

// writeTree writes the files and their baseline; it returns the paths.
func writeTree(dir string, theirs render.Tree) ([]string, error) {
	all := map[string]render.File{}
	for path, f := range theirs {
		all[path] = f
	}
	for _, op := range new(baseline.Baseline).Ops(theirs) {
		all[op.Path] = *op.New
	}
	var paths []string
	for path, f := range all {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(full, f.Data, f.Mode); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// moveInto renames the entries into a folder that stays, the manifest last.
func (p *place) moveInto() error {
	entries, err := os.ReadDir(p.sibling)
	if err != nil {
		return err
	}
	for _, last := range []bool{false, true} {
		for _, e := range entries {
			if (e.Name() == manifest.FileName) != last {
				continue
			}
			if err := os.Rename(filepath.Join(p.sibling, e.Name()), filepath.Join(p.dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// commit makes the repository where there is none around the place, and the first commit.
func (p *place) commit(dir string, paths []string, noGit bool, result *Result) error {
	if noGit {
		return nil
	}
	if !vcs.IsRepo(dir) {
		if err := vcs.Init(dir); err != nil {
			return err
		}
	}
	return result.commit(dir, paths)
}
