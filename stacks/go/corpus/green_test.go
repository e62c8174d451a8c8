package corpus

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// goCommand runs the go command in a project as its owner would, and returns what it prints. Without paths in the build
// cache, projects in different folders share what was built; what go.mod or go.sum lacks is an error, though it could be
// fetched.
func goCommand(dir string, args ...string) (string, error) {
	c := exec.Command("go", args...)
	c.Dir = dir
	// With CI=true tests that need a server would fail where there is none; make e2e brings it.
	c.Env = append(os.Environ(), "GOFLAGS=-trimpath -mod=readonly", "GOWORK=off", "CI=")
	var out, faults strings.Builder
	c.Stdout, c.Stderr = &out, &faults
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s%s", strings.Join(args, " "), err, out.String(), faults.String())
	}
	return out.String(), nil
}

// resolves is nil for a project whose requirements are complete to the go command.
func resolves(t *testing.T, tr tree) error {
	t.Helper()
	dir := scratch(t)
	tr.writeTo(t, dir)
	_, err := goCommand(dir, "list", "-deps", "-test", "./...")
	return err
}

// green is nil for a project that vet likes and whose tests pass; but where there is a cache, the test that asks what a
// store method does has to fail for those that nobody has classified, and to name them.
func green(dir string, unclassified []string, project tree) error {
	if _, err := goCommand(dir, "vet", "./..."); err != nil {
		return err
	}
	_, cached := project["internal/product/cache_test.go"]
	if !cached || len(unclassified) == 0 {
		_, err := goCommand(dir, "test", "-vet=off", "./...")
		return err
	}
	if _, err := goCommand(dir, "test", "-vet=off", "-skip", asks, "./..."); err != nil {
		return err
	}
	_, err := goCommand(dir, "test", "-vet=off", "-run", asks, "./internal/product")
	if err == nil {
		return fmt.Errorf("%s does not ask about %v", asks, unclassified)
	}
	for _, name := range unclassified {
		if !strings.Contains(err.Error(), name) {
			return fmt.Errorf("%s does not name %s: %w", asks, name, err)
		}
	}
	return nil
}
