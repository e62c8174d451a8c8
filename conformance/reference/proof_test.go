package main

import (
	"cmp"
	"context"
	"flag"
	"os"
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
		os.Exit(run(nil))
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "12"); err != nil { // they wait more than they work
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
	start := conformance.Command(t.TempDir(), t.Output(), []string{"REFERENCE=1", "GOMAXPROCS=1", "GOGC=400"}, program)
	for _, f := range append([]fault{{}}, faults()...) {
		t.Run(cmp.Or(f.name, "no fault"), func(t *testing.T) {
			t.Parallel()
			var want []string
			if f.breaks != "" {
				want = []string{f.breaks}
			}
			if failed, why := failedChecks(t, withFault(start, f.name)); !slices.Equal(failed, want) {
				t.Errorf("failed: %q, want %q\n%s", failed, want, why)
			}
		})
	}
}

type starter func(ctx context.Context, settings map[string]string) (conformance.Process, error)

func withFault(start starter, name string) starter {
	return func(ctx context.Context, settings map[string]string) (conformance.Process, error) {
		settings["FAULT"] = name
		return start(ctx, settings)
	}
}

// failedChecks runs the whole suite on a server.
func failedChecks(t *testing.T, start starter) (failed []string, why string) {
	t.Helper()
	results, err := conformance.Run(t.Context(), conformance.Target{
		Manifest: scaleYAML,
		Start:    start,
		Patience: 6 * time.Second,
	})
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
	for _, f := range faults() {
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
