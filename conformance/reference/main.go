// Command reference is the smallest server that keeps every promise the suite asks for, with its rows in memory. It can
// be given one fault of a table, and the suite has to find that one and no other: so the suite itself is proven.
//
//	go run ./conformance/reference -list
//	FAULT="a 405 lacks Allow" go run ./conformance/reference
//
// With PIECES=all it has a cache, auth, limits and jobs too, and keeps its keys in the file that KEYS names and its jobs in
// the folder JOBS; what its scale.yaml says then is that file and pieces.yaml behind it.
//
// It is written to be broken, not to be copied into a project.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args[1:])) }

// run serves until SIGTERM, and returns the exit code.
func run(args []string) int {
	flags := flag.NewFlagSet("reference", flag.ContinueOnError)
	list := flags.Bool("list", false, "list the faults, each with the check that finds it")
	if flags.Parse(args) != nil {
		return 2
	}
	if *list {
		for _, f := range append(faults(), pieceFaults()...) {
			fmt.Printf("%-64s %s\n", f.name, f.breaks)
		}
		return 0
	}
	s, err := newServer(os.Getenv("CORS_ORIGINS"))
	if err == nil && os.Getenv("PIECES") != "" {
		err = s.addPieces()
	}
	if err == nil {
		err = s.plant(os.Getenv("FAULT"))
	}
	if rest := flags.Args(); err == nil && len(rest) > 0 && rest[0] == "apikey" && s.auth != nil {
		err = s.command(rest[1:], os.Stdout)
	} else if err == nil {
		if s.jobs != nil && s.jobs.workers {
			go s.jobs.work()
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		err = s.serve(ctx, os.Getenv("HTTP_ADDR"), os.Getenv("SHUTDOWN_DRAIN"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		return 1
	}
	return s.exitCode
}

// plant gives the server the fault of this name, or none.
func (s *server) plant(name string) error {
	if name == "" {
		return nil
	}
	for _, f := range append(faults(), pieceFaults()...) {
		if f.name == name {
			f.plant(s)
			return nil
		}
	}
	return fmt.Errorf("no fault is called %q; -list shows them", name)
}
