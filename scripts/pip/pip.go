// Package pip installs tools from the Python Package Index for tests, each in an environment of its own.
package pip

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/scalecli/scale/scripts/tools"
)

// Install gives the folder with the programs of packages such as "schemathesis==4.32.5". It lies in the user's cache and
// is made once for each name and list of packages. Pin them: what is there is not looked up again.
func Install(ctx context.Context, name string, packages ...string) (programs string, err error) {
	dir, err := tools.Folder(name, strings.Join(packages, "\n"), func(dir string) error { return fill(ctx, dir, packages) })
	return filepath.Join(dir, "bin"), err
}

func fill(ctx context.Context, dir string, packages []string) error {
	if err := needPython(ctx); err != nil {
		return err
	}
	if err := run(ctx, "python3", "-m", "venv", dir); err != nil {
		return err
	}
	arguments := []string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check"}
	return run(ctx, filepath.Join(dir, "bin", "python3"), append(arguments, packages...)...)
}

// needPython brings Debian's package where Python or its environments are missing. Only root can; others are told it.
func needPython(ctx context.Context) error {
	if run(ctx, "python3", "-c", "import ensurepip, venv") == nil {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return errors.New("no Python with venv found. Run as root: apt-get install python3-venv")
	}
	if err := run(ctx, "apt-get", "-o", "DPkg::Lock::Timeout=300", "update", "-qq"); err != nil {
		return err
	}
	return run(ctx, "apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq", "--no-install-recommends", "python3-venv")
}

func run(ctx context.Context, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, out)
	}
	return nil
}
