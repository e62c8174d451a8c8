package generator_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// inGit is a new project with its first commit.
func inGit(t *testing.T) *house {
	t.Helper()
	needGit(t)
	return start(t, false)
}

// needGit fails where git has to be, and where it need not be leaves these tests out.
func needGit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("git is not installed, and CI must have it")
		}
		t.Skip("git is not installed")
	}
}

// git runs the real git, which must succeed.
func (h *house) git(args ...string) string {
	h.Helper()
	out, err := h.tryGit(args...)
	if err != nil {
		h.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (h *house) tryGit(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = h.dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// commit makes a commit of everything there is.
func (h *house) commit(message string) {
	h.Helper()
	h.git("add", "-A")
	h.git("commit", "-q", "-m", message)
}
