package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHostileNamesAreRefusedAndNothingIsWritten(t *testing.T) {
	names := []string{
		"../x", "/etc/x", `C:\x`, "a b", "a;touch x", "$(x)", "`x`", "func", "main", "internal", "", " ", "-x ", "ü", "🙂", "A",
		"a/b", "..", "nul", "x.", strings.Repeat("a", 300), "a\x00b", "a\nb", "--",
	}
	dir := sandbox(t)
	inside := filepath.Join(dir, "deep", "er")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		got := run(t, inside, "", "init", "--no-git", "--", name)
		if got.code != exitUsage || !strings.HasPrefix(got.stderr, "scale: ") || got.stdout != "" {
			t.Errorf("init %q: %+v", name, got)
		}
		got = run(t, inside, "", "init", "fine", "--no-git", "--module", name+" name:string")
		if got.code != exitUsage {
			t.Errorf("module %q: %+v", name, got)
		}
		if left := append(entries(t, inside), entries(t, dir)...); len(left) != 1 {
			t.Fatalf("%q left %v", name, left)
		}
	}
}

func TestPlacesThatAreTakenAreRefused(t *testing.T) {
	dir := sandbox(t)
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "full", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"file": "is not a folder", "full": "is not empty"} {
		got := run(t, dir, "", "init", name)
		if got.code != exitUsage || !strings.Contains(got.stderr, want) {
			t.Errorf("init %s: %+v", name, got)
		}
	}
}

func TestOnATerminalInitAsksAndPrintsTheCommandThatNeedsNoQuestions(t *testing.T) {
	dir := sandbox(t)
	got := run(t, dir, "shop\n1\n1\n\ny\n", "init", "--no-git", "--stack", "go", "--module", "order user:string")
	if got.code != exitDone {
		t.Fatalf("%+v", got)
	}
	const line = `scale init shop --stack go --database sqlite --module "order user:string" --no-git`
	if !strings.Contains(got.stderr, "The same without questions: "+line+"\n") {
		t.Errorf("stderr %q", got.stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "shop", "internal", "order", "order.go")); err != nil {
		t.Error(err)
	}
}

func TestNothingAsksWithYesOrJSON(t *testing.T) {
	for _, flag := range []string{"--yes", "--json"} {
		got := run(t, sandbox(t), "shop\n", "init", flag)
		if got.code != exitUsage || !strings.Contains(got.stdout+got.stderr, "init NAME") {
			t.Errorf("%s: %+v", flag, got)
		}
	}
}
