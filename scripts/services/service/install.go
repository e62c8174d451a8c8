package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
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
	if err := aptGet(ctx, k.Packages); err != nil {
		return err
	}
	if missing = k.Missing(); len(missing) > 0 {
		return fmt.Errorf("%s not found after apt-get install %s", strings.Join(missing, ", "), packages)
	}
	return nil
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

// forbidStarts keeps Debian from starting servers of its own, until the returned function puts back what was there.
func forbidStarts(policy string) (restore func() error, err error) {
	aside := policy + ".scale-services"
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
	if err := os.WriteFile(policy, []byte("#!/bin/sh\nexit 101\n"), 0o755); err != nil {
		return nil, errors.Join(err, restore())
	}
	return restore, nil
}
