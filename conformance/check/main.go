// Command check holds a running project to what every generated project promises:
//
//	go run ./conformance/check -manifest shop/scale.yaml -url http://127.0.0.1:8080
//	go run ./conformance/check -manifest shop/scale.yaml -dir shop -run bin/shop
//
// A project with auth at -url is asked with the API key in $API_KEY, and one with ratelimit has to run with its limits off;
// with -run the check sees to both.
//
// It prints a line for each check and exits with 1 when one failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/scalecli/scale/conformance"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	kept, err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
	}
	if err != nil || !kept {
		os.Exit(1)
	}
}

// run reports whether every promise that was looked at is kept.
func run(ctx context.Context, args []string, out io.Writer) (bool, error) {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	var (
		manifest = flags.String("manifest", "scale.yaml", "the project's scale.yaml")
		url      = flags.String("url", "", "where the project runs, such as http://127.0.0.1:8080")
		origin   = flags.String("origin", "", "with -url: an origin that CORS_ORIGINS lists")
		pid      = flags.Int("pid", 0, "with -url: the process there, which the last check ends")
		command  = flags.String("run", "", "instead of -url: the program to start, and its arguments")
		dir      = flags.String("dir", ".", "with -run: the folder to start it in")
		verbose  = flags.Bool("v", false, "with -run: show what it prints")
		only     = flags.String("only", "", "run only checks whose name holds this")
		list     = flags.Bool("list", false, "list the checks and run none")
	)
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	target := conformance.Target{URL: *url, Origin: *origin, Key: os.Getenv("API_KEY"), Want: func(name string) bool { return strings.Contains(name, *only) }}
	if *list {
		for _, c := range conformance.Checks() {
			_, _ = fmt.Fprintln(out, c.Name)
		}
		return true, nil
	}
	switch argv := strings.Fields(*command); {
	case *url == "" && len(argv) == 0:
		return false, fmt.Errorf("nothing to check: give -url, or -run")
	case *url == "":
		output := io.Discard
		if *verbose {
			output = os.Stderr
		}
		program := conformance.Command(*dir, output, nil, argv...)
		target.Start, target.Run = program.Start, program.Run
	case *pid != 0:
		target.Process = process{*url, *pid}
	}
	text, err := os.ReadFile(*manifest)
	if err != nil {
		return false, err
	}
	target.Manifest = text
	results, err := conformance.Run(ctx, target)
	if err != nil {
		return false, err
	}
	return show(out, results), nil
}

// show prints a line for each check, and below a failed one what is wrong.
func show(out io.Writer, results []conformance.Result) bool {
	kept := true
	for _, r := range results {
		word := "kept   "
		switch {
		case r.Failed():
			word, kept = "BROKEN ", false
		case r.NotRun != "":
			word = "not run"
		}
		_, _ = fmt.Fprintf(out, "%s  %-70s %6s\n", word, r.Check, r.Took.Round(time.Millisecond))
		if r.NotRun != "" {
			_, _ = fmt.Fprintf(out, "           %s\n", r.NotRun)
		}
		for _, fault := range r.Faults {
			_, _ = fmt.Fprintf(out, "           %s\n", fault)
		}
	}
	return kept
}
