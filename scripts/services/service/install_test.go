package service

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	if err == nil || !strings.Contains(err.Error(), "mariadb, postgres") {
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
