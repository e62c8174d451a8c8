package corpus

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// goCommand runs the go command in a project as its owner would. Without paths in the build cache, projects in
// different folders share what was built; without a proxy, nothing can be fetched behind our back.
func goCommand(dir string, network bool, args ...string) error {
	c := exec.Command("go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOFLAGS=-trimpath -mod=readonly", "GOWORK=off")
	if !network {
		c.Env = append(c.Env, "GOPROXY=off")
	}
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// green is nil for a project that builds, its tests too; with tests set they must pass as well.
func green(dir string, network, tests bool) error {
	if err := goCommand(dir, network, "vet", "./..."); err != nil || !tests {
		return err
	}
	return goCommand(dir, network, "test", "./...")
}
