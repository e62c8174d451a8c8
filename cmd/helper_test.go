package cmd

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// answer is what a command line came to.
type answer struct {
	code           int
	stdout, stderr string
}

// sandbox keeps git's configuration of whoever runs the tests out of them, and gives a folder to work in.
func sandbox(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	for _, v := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME"} {
		t.Setenv(v, home)
	}
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	return t.TempDir()
}

// run runs a command line in this process. typed is what a person answers; "" is no terminal.
func run(t *testing.T, dir, typed string, args ...string) answer {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := Env{
		Stdin: strings.NewReader(typed), Stdout: &stdout, Stderr: &stderr, Terminal: typed != "",
		Getenv: func(name string) string { return map[string]string{"TERM": "dumb", "NO_COLOR": "1"}[name] },
		Packs:  templates.FS, Stacks: []generator.Stack{gostack.Stack{}}, Now: time.Now,
	}
	code := Main(context.Background(), append([]string{"-C", dir}, args...), env)
	return answer{code, stdout.String(), stderr.String()}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}
