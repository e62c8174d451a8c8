// Package e2e makes projects with the real scale, builds them, and runs them on real servers while those are killed, hang
// and come back. `make e2e` runs it; without the servers that it starts, no test runs.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestMain(m *testing.M) {
	for _, b := range slices.Concat(backends(), caches(), balancers()) {
		if b.variable != "" && os.Getenv(b.variable) == "" {
			fmt.Println("e2e: no tests without servers. Run: make e2e")
			return
		}
	}
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(os.Getenv("HOME")) // prepare made it
	os.Exit(code)
}

// prepare gives the tests a home, with scale in PATH and somebody to commit as. What the go command and other tools keep
// stays where it is.
func prepare() error {
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	modules, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		return err
	}
	home, err := os.MkdirTemp("", "scale-e2e-")
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"XDG_CACHE_HOME":      cache,
		"GOCACHE":             filepath.Join(cache, "go-build"),
		"GOMODCACHE":          string(modules[:len(modules)-1]),
		"HOME":                home,
		"USERPROFILE":         home,
		"GIT_CONFIG_NOSYSTEM": "1",
		"PATH":                home + string(filepath.ListSeparator) + os.Getenv("PATH"),
	} {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	git := "[user]\n\tname = Ada\n\temail = ada@example.org\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(git), 0o644); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(home, program("scale")), "..")
	build.Stderr = os.Stderr
	return build.Run()
}
