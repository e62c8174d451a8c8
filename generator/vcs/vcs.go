// Package vcs does the few things scale needs of git: make a repository, commit exactly the paths of one change, mark
// files as conflicted. It never looks at files outside those paths, so that its cost does not grow with the repository.
// It runs no hooks and signs nothing.
package vcs

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// ErrNoRepository says that a folder is in no git repository that has a work tree.
var ErrNoRepository = errors.New("not in a git repository")

// StagedError is the refusal to commit on top of changes that somebody staged.
type StagedError struct {
	Paths []string // relative to the repository's root, sorted
}

func (e *StagedError) Error() string {
	return fmt.Sprintf("the git index already holds staged changes (%s)", some(e.Paths))
}

// some names the first paths of a list and counts the others.
func some(paths []string) string {
	const shown = 3
	if len(paths) <= shown {
		return strings.Join(paths, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(paths[:shown], ", "), len(paths)-shown)
}

// repo is an open repository as seen from a project inside it.
type repo struct {
	*git.Repository
	gitDir string // holds HEAD and index; differs per work tree
	root   string // of the work tree
	prefix string // from root to the project, with slashes; "" when they are the same
	stored map[plumbing.Hash]bool
}

// IsRepo reports whether dir, or a folder above it, is a git work tree.
func IsRepo(dir string) bool {
	_, err := open(dir)
	return err == nil
}

// open finds the repository that dir is in. The error wraps ErrNoRepository when there is none.
func open(dir string) (*repo, error) {
	// Git resolves links before it looks upwards; /tmp is one on macOS.
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	r, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	if errors.Is(err, git.ErrRepositoryNotExists) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoRepository)
	}
	if err != nil {
		return nil, fmt.Errorf("open the git repository of %s: %w", dir, err)
	}
	return locate(r, dir)
}

// locate finds the folders of an open repository.
func locate(r *git.Repository, dir string) (*repo, error) {
	tree, err := r.Worktree()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoRepository)
	}
	store, ok := r.Storer.(*filesystem.Storage)
	if !ok {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoRepository)
	}
	prefix, err := filepath.Rel(tree.Filesystem.Root(), dir)
	if err != nil || prefix == ".." || strings.HasPrefix(prefix, ".."+string(filepath.Separator)) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoRepository)
	}
	if prefix == "." {
		prefix = ""
	}
	return &repo{
		Repository: r,
		gitDir:     store.Filesystem().Root(),
		root:       tree.Filesystem.Root(),
		prefix:     filepath.ToSlash(prefix),
		stored:     map[plumbing.Hash]bool{},
	}, nil
}

// inRepo turns a path of the project into one of the repository.
func (r *repo) inRepo(p string) string { return path.Join(r.prefix, p) }

// inProject turns a path of the repository into one of the project; ok is false for paths outside it.
func (r *repo) inProject(p string) (rel string, ok bool) {
	if r.prefix == "" {
		return p, true
	}
	return strings.CutPrefix(p, r.prefix+"/")
}

// onDisk is the file of a path of the repository.
func (r *repo) onDisk(p string) string { return filepath.Join(r.root, filepath.FromSlash(p)) }

// head returns the current commit, or nil when there is none yet.
func (r *repo) head() (*object.Commit, error) {
	ref, err := r.Head()
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	c, err := r.CommitObject(ref.Hash())
	if err != nil {
		return nil, fmt.Errorf("read the commit of HEAD: %w", err)
	}
	return c, nil
}

// treeOf returns the hash of a commit's tree; zero when there is no commit.
func treeOf(c *object.Commit) plumbing.Hash {
	if c == nil {
		return plumbing.ZeroHash
	}
	return c.TreeHash
}

// readRegular reads a file of the work tree; nil data and no error mean that there is none, perhaps because a folder has
// taken its place.
func readRegular(name string) ([]byte, os.FileInfo, error) {
	info, err := os.Lstat(name)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // a file may stand where its folder was
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return nil, nil, nil
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is not a regular file", name)
	}
	data, err := os.ReadFile(name)
	return data, info, err
}
