// Command everything serves the API; `everything seed` writes example rows.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"everything/internal/platform"
	"everything/internal/platform/config"
	"everything/internal/platform/process"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "everything:", err)
		os.Exit(1)
	}
}

// run does what the arguments say until it is done or a signal asks it to stop.
func run(ctx context.Context, args []string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // so that a second signal ends the process at once

	cfg, err := config.Load()
	if err != nil {
		return err
	}
	if known, err := command(ctx, cfg, args); known {
		return err
	}
	process.UseMemory()
	log := process.NewLog(os.Stdout)
	defer log.Flush()
	slog.SetDefault(slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: cfg.LogLevel})))

	p, err := platform.Open(cfg)
	if err != nil {
		return err
	}
	defer p.Close()
	switch {
	case len(args) == 0:
		return serve(ctx, p)
	case args[0] == "worker":
		return runWorker(ctx, p)
	case args[0] == "seed":
		return seed(ctx, p)
	}
	return fmt.Errorf("unknown command %q: give none to serve, or seed", args[0])
}
