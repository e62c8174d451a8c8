package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

// services prepares a run of the program, whose data is in a folder of the test's.
func services(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	if _, err := exec.LookPath("/usr/sbin/mariadbd"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("mariadbd not installed")
	}
	dir, err := os.MkdirTemp("", "services") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	program := filepath.Join(dir, "services")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), "TMPDIR="+dir), os.Stderr
	return cmd
}

func TestTheCommandFindsTheServerAndItsExitCodeIsPassedOn(t *testing.T) {
	for _, as := range []struct {
		user       string
		attributes *syscall.SysProcAttr
	}{
		{"own user", nil}, // the first, since it can install what nobody cannot
		{"nobody", &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}},
	} {
		t.Run(as.user, func(t *testing.T) {
			if as.attributes != nil && os.Geteuid() != 0 {
				t.Skip("only root can become nobody")
			}
			cmd := services(t, "mariadb", "--", "sh", "-c", `echo "$SCALE_MARIADB_URL"; exit 7`)
			cmd.SysProcAttr = as.attributes
			out, err := cmd.Output()
			if exit, is := errors.AsType[*exec.ExitError](err); !is || exit.ExitCode() != 7 {
				t.Errorf("ended with %v, want 7", err)
			}
			address := string(bytes.TrimSpace(out))
			if !strings.HasPrefix(address, "mysql://scale:") {
				t.Fatalf("address %q", address)
			}
			if err := service.Exec(t.Context(), address, "SELECT 1"); err == nil {
				t.Error("the server still runs")
			}
			if left, _ := filepath.Glob(filepath.Join(cmd.Dir, "scale-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestSignalsArePassedOn(t *testing.T) {
	cmd := services(t, "mariadb", "--", "sh", "-c", `trap "exit 5" TERM; echo up; while :; do sleep 0.1; done`)
	if line := firstLine(t, cmd); line != "up\n" {
		t.Errorf("printed %q", line)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if exit, is := errors.AsType[*exec.ExitError](cmd.Wait()); !is || exit.ExitCode() != 5 {
		t.Errorf("ended with %v, want 5", cmd.ProcessState)
	}
}

func TestAnEndOfAnyKindEndsTheServers(t *testing.T) {
	for name, end := range map[string]syscall.Signal{"Ctrl-C": syscall.SIGINT, "kill -9": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			cmd := services(t, "mariadb")
			line := firstLine(t, cmd)
			address := strings.TrimSuffix(strings.TrimPrefix(line, "export SCALE_MARIADB_URL='"), "'\n")
			if err := service.Exec(t.Context(), address, "SELECT 1"); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if err := cmd.Process.Signal(end); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); end == syscall.SIGINT && err != nil {
				t.Error(err)
			}
			for range 100 {
				if err := service.Exec(t.Context(), address, "SELECT 1"); err != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			t.Error("the server still runs after five seconds")
		})
	}
}

// firstLine starts the program and gives the first line that it prints.
func firstLine(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it has ended, unless the test failed
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestLoadBalancersAreFoundAndNotStarted(t *testing.T) {
	if _, err := exec.LookPath("/usr/sbin/nginx"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("nginx not installed")
	}
	var out bytes.Buffer
	cmd := services(t, "nginx", "--", "sh", "-c", `"$SCALE_NGINX" -v 2>&1; ls`)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "nginx version") || strings.Contains(out.String(), "scale-nginx") {
		t.Errorf("it printed %s", &out)
	}
}
