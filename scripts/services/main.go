// Command services starts real servers and runs a command with their addresses in its environment. Then it stops them
// and removes their data. What is not installed it brings from Debian's packages, when root runs it, and Java programs
// from Maven Central, with the Maven of those packages.
//
//	go run ./scripts/services postgres mariadb -- go test ./e2e
//	go run ./scripts/services postgres        prints the address, and waits for Ctrl-C
//
// The addresses are in SCALE_POSTGRES_URL, SCALE_MARIADB_URL and so on. Load balancers are only installed: where one is,
// is in SCALE_NGINX and so on.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/scalecli/scale/scripts/services/service"
)

func main() {
	code, err := run(context.Background(), os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "services:", err)
	}
	os.Exit(code)
}

// run starts the servers that the arguments name, and gives the exit code of the command after "--".
func run(ctx context.Context, args []string, out io.Writer) (code int, err error) {
	names, command := args, []string(nil)
	if i := slices.Index(args, "--"); i >= 0 {
		names, command = args[:i], args[i+1:]
	}
	if len(names) == 0 {
		return 2, errors.New("name services to start: " + strings.Join(known(), ", "))
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()

	var env []string
	for _, name := range names {
		path, err := service.Tool(ctx, name)
		if err != nil {
			return 1, err
		}
		if path != "" {
			env = append(env, "SCALE_"+strings.ToUpper(name)+"="+path)
			continue
		}
		s, err := service.Start(ctx, name)
		if err != nil {
			return 1, err
		}
		defer func() {
			if closed := s.Close(); closed != nil {
				code, err = 1, errors.Join(err, closed)
			}
		}()
		env = append(env, "SCALE_"+strings.ToUpper(name)+"_URL="+s.URL())
	}
	if len(command) > 0 {
		return execute(command, env, signals)
	}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if _, err := fmt.Fprintf(out, "export %s='%s'\n", name, value); err != nil {
			return 1, err
		}
	}
	<-ctx.Done()
	return 0, nil
}

func known() []string {
	var names []string
	for _, k := range service.Kinds() {
		names = append(names, k.Name)
	}
	return append(names, service.Tools()...)
}

// execute runs the command, passes signals on to it, and gives its exit code.
func execute(argv, env []string, signals <-chan os.Signal) (int, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case s := <-signals:
				_ = cmd.Process.Signal(s) // it may have ended
			case <-ended:
				return
			}
		}
	}()
	err := cmd.Wait()
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		if status, is := exit.Sys().(syscall.WaitStatus); is && status.Signaled() {
			return 128 + int(status.Signal()), nil
		}
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
