package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"scale": main})
}

// TestScripts runs the stories under testdata/script: the real command, each in a folder and a home of its own.
func TestScripts(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("USERPROFILE", env.WorkDir)
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("NO_COLOR", "1")
			// The stories share what the go command built and downloaded; their home holds none of it.
			env.Setenv("GOCACHE", filepath.Join(cache, "go-build"))
			env.Setenv("GOMODCACHE", moduleCachePath())
			return os.WriteFile(filepath.Join(env.WorkDir, ".gitconfig"), []byte(gitConfig), 0o644)
		},
	})
}

const gitConfig = `[user]
	name = Ada
	email = ada@example.org
[core]
	autocrlf = false
`
