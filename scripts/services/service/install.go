package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Missing lists the programs of a kind that are not installed.
func (k Kind) Missing() []string {
	return slices.DeleteFunc(slices.Clone(k.Programs), func(name string) bool {
		_, err := k.program(name)
		return err == nil
	})
}

// install brings a kind's packages where programs of it are missing. Only root can; others are told the packages.
func install(ctx context.Context, k Kind, root bool) error {
	missing := k.Missing()
	if len(missing) == 0 {
		return nil
	}
	packages := strings.Join(k.Packages, " ")
	if _, err := exec.LookPath("apt-get"); err != nil || !root {
		return fmt.Errorf("%s not found. Run as root: apt-get install %s", strings.Join(missing, ", "), packages)
	}
	err := alone(filepath.Join(os.TempDir(), "scale-services.lock"), func() error {
		if len(k.Missing()) == 0 {
			return nil // somebody else has brought them meanwhile
		}
		return aptGet(ctx, k.Packages)
	})
	if err != nil {
		return err
	}
	if missing = k.Missing(); len(missing) > 0 {
		return fmt.Errorf("%s not found after apt-get install %s", strings.Join(missing, ", "), packages)
	}
	return nil
}

// alone does something while no other process that asks for the same lock does.
func alone(lock string, do func() error) error {
	unlock, err := lockedfile.MutexAt(lock).Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return do()
}

func aptGet(ctx context.Context, packages []string) (err error) {
	restore, err := forbidStarts(policyFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, restore()) }()
	for _, args := range [][]string{
		{"update", "-qq"},
		append([]string{"install", "-y", "-qq", "--no-install-recommends"}, packages...),
	} {
		cmd := exec.CommandContext(ctx, "apt-get", append([]string{"-o", "DPkg::Lock::Timeout=300"}, args...)...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return nil
}

// policyFile is what Debian asks before it starts a server of a package that it installs.
const policyFile = "/usr/sbin/policy-rc.d"

// noStarts is the policy that forbids them. It differs from any that a machine may have.
const noStarts = "#!/bin/sh\n# Here while scale's tests install servers, which they start themselves.\nexit 101\n"

// forbidStarts keeps Debian from starting servers of its own, until the returned function puts back what was there, also
// if an earlier call was killed before it could.
func forbidStarts(policy string) (restore func() error, err error) {
	aside := policy + ".scale-services"
	if text, err := os.ReadFile(policy); err == nil && string(text) == noStarts {
		if err := os.Remove(policy); err != nil {
			return nil, err
		}
		if err := os.Rename(aside, policy); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	err = os.Rename(policy, aside)
	found := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	restore = func() error {
		if found {
			return os.Rename(aside, policy)
		}
		return os.Remove(policy)
	}
	if err := os.WriteFile(policy, []byte(noStarts), 0o755); err != nil {
		return nil, errors.Join(err, restore())
	}
	return restore, nil
}
