package generator_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestMain keeps the git configuration of whoever runs the tests out of them.
func TestMain(m *testing.M) {
	flag.Parse()
	code, err := inOwnHome(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

const gitConfig = "[user]\n\tname = Ada\n\temail = ada@example.org\n[core]\n\tautocrlf = false\n[init]\n\tdefaultBranch = trunk\n"

func inOwnHome(m *testing.M) (code int, err error) {
	home, err := os.MkdirTemp("", "scale-home-*")
	if err != nil {
		return 1, err
	}
	defer func() {
		if gone := os.RemoveAll(home); err == nil {
			err = gone
		}
	}()
	env := map[string]string{"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": home, "GIT_CONFIG_NOSYSTEM": "1"}
	for name, value := range env {
		if err := os.Setenv(name, value); err != nil {
			return 1, err
		}
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		if err := os.Unsetenv(name); err != nil {
			return 1, err
		}
	}
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(gitConfig), 0o644); err != nil {
		return 1, err
	}
	// These tests wait for the disk and for git far more than for a processor.
	if err := flag.Set("test.parallel", "8"); err != nil {
		return 1, err
	}
	return m.Run(), nil
}
