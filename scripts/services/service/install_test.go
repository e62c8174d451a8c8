package service

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestWhoIsNotRootIsToldThePackages(t *testing.T) {
	k := Kind{Name: "tea", Packages: []string{"tea-server"}, Programs: []string{"go", "no-such-program"}}
	err := install(t.Context(), k, false)
	if err == nil || err.Error() != "no-such-program not found. Run as root: apt-get install tea-server" {
		t.Error(err)
	}
}

func TestAnUnknownServiceIsToldTheKnown(t *testing.T) {
	_, err := Start(t.Context(), "tea")
	if err == nil || !strings.Contains(err.Error(), "kafka, mariadb, memcached, postgres, rabbitmq, redis, sqs") {
		t.Error(err)
	}
}

func TestThePolicyOfTheMachineComesBackAfterAnInstallation(t *testing.T) {
	policy := filepath.Join(t.TempDir(), "policy-rc.d")
	for _, before := range []string{"", "the machine's own"} {
		if before != "" {
			if err := os.WriteFile(policy, []byte(before), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		restore, err := forbidStarts(policy)
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := os.ReadFile(policy); !strings.Contains(string(text), "exit 101") {
			t.Errorf("starts are not forbidden: %q", text)
		}
		if err := restore(); err != nil {
			t.Fatal(err)
		}
		if text, _ := os.ReadFile(policy); string(text) != before {
			t.Errorf("left with %q, was %q", text, before)
		}
	}
}

func TestThePolicyOfTheMachineComesBackAfterAKilledInstallation(t *testing.T) {
	policy := filepath.Join(t.TempDir(), "policy-rc.d")
	if err := os.WriteFile(policy, []byte("the machine's own"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := forbidStarts(policy); err != nil { // and never restored
		t.Fatal(err)
	}
	restore, err := forbidStarts(policy)
	if err != nil {
		t.Fatal(err)
	}
	if err := restore(); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(policy); string(text) != "the machine's own" {
		t.Errorf("left with %q", text)
	}
}

func TestInstallationsWaitForOneAnother(t *testing.T) {
	lock := filepath.Join(t.TempDir(), "lock")
	var inside, met atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			err := alone(lock, func() error {
				if inside.Add(1) > 1 {
					met.Add(1)
				}
				time.Sleep(5 * time.Millisecond)
				inside.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if met.Load() > 0 {
		t.Error("two were inside at once")
	}
}
