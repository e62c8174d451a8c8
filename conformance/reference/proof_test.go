package main

import (
	"cmp"
	"context"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/conformance"
)

// TestMain makes this program the server too, so that a server is a process with signals and an exit code.
func TestMain(m *testing.M) {
	if os.Getenv("REFERENCE") != "" {
		os.Exit(run(os.Args[1:]))
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "20"); err != nil { // they wait more than they work
		panic(err)
	}
	debug.SetGCPercent(400) // what a run remembers is small
	os.Exit(m.Run())
}

func TestEveryFaultFailsItsCheckAndNoOther(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows knows no SIGTERM")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := conformance.Command(t.TempDir(), t.Output(), []string{"REFERENCE=1", "GOMAXPROCS=1", "GOGC=400"}, program)
	prove := func(f fault, pieces bool) {
		what := cmp.Or(f.name, "no fault")
		if pieces && f.name == "" {
			what = "no fault in a server with pieces"
		}
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			var want []string
			if f.breaks != "" {
				want = []string{f.breaks}
			}
			failed, why := failedChecks(t, target(t, command, f.name, pieces))
			if !slices.Equal(failed, want) { // a machine that is busy fails checks for reasons of its own, but not the same twice
				t.Logf("failed: %q, want %q; once more\n%s", failed, want, why)
				failed, why = failedChecks(t, target(t, command, f.name, pieces))
			}
			if !slices.Equal(failed, want) {
				t.Errorf("failed: %q, want %q\n%s", failed, want, why)
			}
		})
	}
	for _, f := range append([]fault{{}}, faults()...) {
		prove(f, false)
	}
	for _, f := range append([]fault{{}}, pieceFaults()...) {
		prove(f, true)
	}
}

// target is a server with a fault. One without pieces does for a fault that is not theirs, and takes half the time.
func target(t *testing.T, command *conformance.Program, fault string, pieces bool) conformance.Target {
	all := map[string]string{"FAULT": fault}
	manifest := scaleYAML
	if pieces {
		dir := t.TempDir()
		all["PIECES"], all["KEYS"], all["JOBS"] = "all", filepath.Join(dir, "keys"), dir
		manifest = slices.Concat(scaleYAML, pieceLines)
	}
	with := func(settings map[string]string) map[string]string {
		settings = maps.Clone(settings)
		maps.Copy(settings, all)
		return settings
	}
	return conformance.Target{
		Manifest: manifest,
		Patience: 6 * time.Second,
		Start: func(ctx context.Context, settings map[string]string) (conformance.Process, error) {
			return command.Start(ctx, with(settings))
		},
		Run: func(ctx context.Context, settings map[string]string, args ...string) (string, error) {
			return command.Run(ctx, with(settings), args...)
		},
	}
}

// failedChecks runs the whole suite on a server.
func failedChecks(t *testing.T, target conformance.Target) (failed []string, why string) {
	t.Helper()
	results, err := conformance.Run(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.NotRun != "" {
			t.Errorf("%s: not run: %s", r.Check, r.NotRun)
		}
		if r.Failed() {
			failed = append(failed, r.Check)
			why += r.Check + ":\n  " + strings.Join(r.Faults, "\n  ") + "\n"
		}
	}
	return failed, why
}

func TestEveryCheckIsFailedByAFault(t *testing.T) {
	known, broken := map[string]bool{}, map[string]bool{}
	for _, c := range conformance.Checks() {
		known[c.Name] = true
	}
	names := map[string]bool{}
	for _, f := range append(faults(), pieceFaults()...) {
		if broken[f.breaks] = true; !known[f.breaks] {
			t.Errorf("%s: there is no check %q", f.name, f.breaks)
		}
		if names[f.name] {
			t.Errorf("two faults are called %q", f.name)
		}
		names[f.name] = true
	}
	for _, c := range conformance.Checks() {
		if !broken[c.Name] {
			t.Errorf("no fault breaks %q, so nothing shows that it can fail", c.Name)
		}
	}
}
