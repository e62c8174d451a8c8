package vcs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// note writes a commit into the logs of HEAD and of its branch, as git does, so that `git reset HEAD@{1}` goes back to
// before it.
func (r *repo) note(branch plumbing.ReferenceName, c, from *object.Commit) error {
	old, kind := plumbing.ZeroHash, "commit (initial)"
	if from != nil {
		old, kind = from.Hash, "commit"
	}
	who := c.Committer
	subject, _, _ := strings.Cut(c.Message, "\n")
	line := fmt.Sprintf("%s %s %s <%s> %d %s\t%s: %s\n",
		old, c.Hash, who.Name, who.Email, who.When.Unix(), who.When.Format("-0700"), kind, subject)
	err := appendLine(filepath.Join(r.gitDir, "logs", "HEAD"), line)
	if err == nil && branch != plumbing.HEAD {
		err = appendLine(filepath.Join(r.commonDir(), "logs", filepath.FromSlash(branch.String())), line)
	}
	if err != nil {
		return fmt.Errorf("note the commit in git's log: %w", err)
	}
	return nil
}

// commonDir holds the branches; a linked work tree shares that of the main one.
func (r *repo) commonDir() string {
	data, err := os.ReadFile(filepath.Join(r.gitDir, "commondir"))
	if err != nil {
		return r.gitDir
	}
	dir := filepath.FromSlash(strings.TrimSpace(string(data)))
	if filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(r.gitDir, dir)
}

func appendLine(name, line string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Close())
}
