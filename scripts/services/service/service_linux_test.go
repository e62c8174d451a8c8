package service

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// start gives a server that the test need not close. A server that is not installed skips the test; in CI it is
// installed.
func start(t *testing.T, name string) *Server {
	t.Helper()
	k, err := kind(name)
	if err != nil {
		t.Fatal(err)
	}
	if missing := k.Missing(); len(missing) > 0 && os.Getenv("CI") != "true" {
		t.Skipf("%v not installed", missing)
	}
	s, err := Start(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// databases are the kinds that speak SQL.
func databases() []Kind { return []Kind{mariadb(), postgres()} }

func TestEachDatabaseKeepsItsRowsWhenKilledAndRestarted(t *testing.T) {
	for _, k := range databases() {
		t.Run(k.Name, func(t *testing.T) {
			s := start(t, k.Name)
			shop, err := CreateDatabase(t.Context(), s.URL(), "shop")
			if err != nil {
				t.Fatal(err)
			}
			execute(t, shop, "CREATE TABLE tea (name VARCHAR(20))")
			execute(t, shop, "INSERT INTO tea VALUES ('Assam')")
			for _, end := range []func() error{s.Kill, s.Stop} {
				if err := end(); err != nil {
					t.Fatal(err)
				}
				if err := Exec(t.Context(), shop, "SELECT 1"); err == nil {
					t.Fatal("it still answers")
				}
				if err := s.Restart(t.Context()); err != nil {
					t.Fatal(err)
				}
				if n := count(t, shop); n != 1 {
					t.Errorf("%d rows after the restart, want 1", n)
				}
			}
		})
	}
}

func TestAPausedServerHangsAndGoesOn(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			s := start(t, k.Name)
			if err := s.Pause(); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			if err := k.Ready(ctx, s); err == nil {
				t.Error("it answers while paused")
			}
			if err := s.Resume(); err != nil {
				t.Fatal(err)
			}
			if err := k.Ready(t.Context(), s); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAServerAnswersAgainWhenKilledAndRestarted(t *testing.T) {
	for _, k := range []Kind{kafka(), memcached(), rabbitmq(), redis(), sqs()} {
		t.Run(k.Name, func(t *testing.T) {
			s := start(t, k.Name)
			for _, end := range []func() error{s.Kill, s.Stop} {
				if err := end(); err != nil {
					t.Fatal(err)
				}
				if err := k.Ready(t.Context(), s); err == nil {
					t.Fatal("it still answers")
				}
				if err := s.Restart(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestAClosedServerLeavesNothing(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			s := start(t, k.Name)
			if err := s.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(s.Dir); !os.IsNotExist(err) {
				t.Errorf("%s is still there: %v", s.Dir, err)
			}
		})
	}
}

func TestOnlyThePasswordOpensAServer(t *testing.T) {
	for _, k := range databases() {
		t.Run(k.Name, func(t *testing.T) {
			s := start(t, k.Name)
			wrong := strings.Replace(s.URL(), s.Password, "wrong", 1)
			err := Exec(t.Context(), wrong, "SELECT 1")
			if err == nil || strings.Contains(err.Error(), "refused") {
				t.Errorf("with the wrong password: %v", err)
			}
			if err := Exec(t.Context(), strings.Replace(s.URL(), "scale:"+s.Password, "root:", 1), "SELECT 1"); err == nil {
				t.Error("root needs no password")
			}
		})
	}
}

func TestNoServerRunsAsRoot(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			s := start(t, k.Name)
			folder, err := os.Stat(fmt.Sprintf("/proc/%d", s.process.cmd.Process.Pid))
			if err != nil {
				t.Fatal(err)
			}
			if folder.Sys().(*syscall.Stat_t).Uid == 0 {
				t.Error("it runs as root")
			}
		})
	}
}

func execute(t *testing.T, address, statement string) {
	t.Helper()
	if err := Exec(t.Context(), address, statement); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, address string) (n int) {
	t.Helper()
	db, err := OpenDatabase(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM tea").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
