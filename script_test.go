package main

import (
	"os"
	"path/filepath"
	"strings"
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
	packs, err := filepath.Abs(filepath.Join("testdata", "packs"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"edit": edit},
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("USERPROFILE", env.WorkDir)
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("NO_COLOR", "1")
			env.Setenv("PACKS", filepath.ToSlash(packs))
			// The stories share what the go command built and downloaded; their home holds none of it.
			env.Setenv("GOCACHE", filepath.Join(cache, "go-build"))
			env.Setenv("GOMODCACHE", moduleCachePath())
			return os.WriteFile(filepath.Join(env.WorkDir, ".gitconfig"), []byte(gitConfig), 0o644)
		},
	})
}

// edit FILE OLD NEW is what a person does in an editor: it replaces the one place of OLD, where \n is a new line.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: edit file old new")
	}
	newline := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r")
	old, text := newline.Replace(args[1]), ts.ReadFile(args[0])
	if strings.Count(text, old) != 1 {
		ts.Fatalf("%s holds %q %d times", args[0], old, strings.Count(text, old))
	}
	text = strings.Replace(text, old, newline.Replace(args[2]), 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

const gitConfig = `[user]
	name = Ada
	email = ada@example.org
[core]
	autocrlf = false
`
