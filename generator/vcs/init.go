package vcs

import (
	"fmt"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
)

// Init makes an empty repository in dir. Its branch is init.defaultBranch of the user's git configuration, else "main".
func Init(dir string) error {
	branch := "main"
	if c, err := config.LoadConfig(config.GlobalScope); err == nil && c.Init.DefaultBranch != "" {
		branch = c.Init.DefaultBranch
	}
	_, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{
		InitOptions: git.InitOptions{DefaultBranch: plumbing.NewBranchReferenceName(branch)},
	})
	if err != nil {
		return fmt.Errorf("make a git repository in %s: %w", dir, err)
	}
	return nil
}
