package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// bench is the measurements: how much of them, and where.
type bench struct {
	slices int           // of each contest
	turn   time.Duration // of each server in a slice
	rows   int           // of the database
	match  string        // is in the names of the contests that are held
	quick  bool
	root   string // of the checkout
	dir    string // to work in
	scale  string // the binary of the checkout
}

// prepare builds scale and the load generator, and gives git a configuration that is the same everywhere.
func (b *bench) prepare() (err error) {
	if b.root, err = output("", "git", "rev-parse", "--show-toplevel"); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "scale-bench-"); err != nil {
		return err
	}
	b.scale = filepath.Join(b.dir, "scale")
	config := "[user]\n\tname = bench\n\temail = bench@example.org\n[init]\n\tdefaultBranch = main\n"
	if err := os.WriteFile(filepath.Join(b.dir, "gitconfig"), []byte(config), 0o644); err != nil {
		return err
	}
	if err := os.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(b.dir, "gitconfig")); err != nil {
		return err
	}
	if err := run(b.root, "env", "CGO_ENABLED=0", "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.scale, "."); err != nil { // as released
		return err
	}
	return run(b.root, "go", "build", "-o", filepath.Join(b.dir, "load"), "./scripts/bench/load")
}

// project makes a project in a folder of its own, and in that three binaries: the app; bare, the handler on the same
// database; and fill, which fills it.
func (b *bench) project(backend, folder string) (dir string, err error) {
	dir = filepath.Join(b.dir, folder)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	if err := run(dir, b.scale, "init", "shop", "--no-git", "--database", backend); err != nil {
		return "", err
	}
	shop := filepath.Join(dir, "shop")
	if err := os.CopyFS(filepath.Join(shop, "cmd/bare"), os.DirFS(filepath.Join(b.root, "scripts/bench/bare"))); err != nil {
		return "", err
	}
	for binary, source := range map[string][]string{
		"app":  {"./cmd/shop"},
		"bare": {"cmd/bare/main.go", "cmd/bare/" + backend + ".go"}, // files that are named are compiled in spite of their
		"fill": {"cmd/bare/fill.go", "cmd/bare/" + backend + ".go"}, // build constraint
	} {
		if err := run(shop, "go", append([]string{"build", "-o", filepath.Join(dir, binary)}, source...)...); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// run runs a command; its output is in the error if it fails.
func run(dir, name string, args ...string) error {
	_, err := output(dir, name, args...)
	return err
}

func output(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return string(bytes.TrimSpace(out)), nil
}
