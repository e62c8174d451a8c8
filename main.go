// Command scale writes a backend that runs at once, and evolves it as the product grows.
package main

import (
	"context"
	"go/build"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"time"

	"golang.org/x/term"

	"github.com/scalecli/scale/cmd"
	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// version is set by the release build.
var version string

func main() {
	debug.SetGCPercent(400) // a command is over before it needs the memory that the collector would save
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := cmd.Main(ctx, os.Args[1:], env())
	stop()
	os.Exit(code)
}

// env is the outside world of the real program.
func env() cmd.Env {
	return cmd.Env{
		Stdin:    os.Stdin,
		Stdout:   os.Stdout,
		Stderr:   os.Stderr,
		Terminal: term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd())),
		Getenv:   os.Getenv,
		Packs:    templates.FS,
		Stacks:   []generator.Stack{gostack.Stack{ModuleCache: moduleCache()}},
		Now:      time.Now,
		Version:  version,
	}
}

// moduleCache is what the go command downloaded. It need not exist.
func moduleCache() fs.FS {
	if dir := moduleCachePath(); dir != "" {
		return os.DirFS(dir)
	}
	return nil
}

// moduleCachePath is what `go env GOMODCACHE` says, without running it.
func moduleCachePath() string {
	if dir := os.Getenv("GOMODCACHE"); dir != "" {
		return dir
	}
	paths := filepath.SplitList(build.Default.GOPATH)
	if len(paths) == 0 {
		return ""
	}
	return filepath.Join(paths[0], "pkg", "mod")
}
