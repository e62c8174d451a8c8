package tools_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/scalecli/scale/scripts/tools"
)

func TestAFolderIsFilledOnceAndAnewAfterAFailure(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("LocalAppData", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	broken := errors.New("no network")
	calls := 0
	fill := func(dir string) error {
		calls++
		if err := os.WriteFile(filepath.Join(dir, "tool"), []byte{byte(calls)}, 0o600); err != nil {
			return err
		}
		if calls == 1 {
			return broken
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 1 {
			t.Errorf("it holds %v, %v, from the time before", left, err)
		}
		return nil
	}
	if _, err := tools.Folder("toy", "1.0", fill); !errors.Is(err, broken) {
		t.Errorf("the failure became %v", err)
	}
	var folders []string
	for _, content := range []string{"1.0", "1.0", "2.0"} {
		dir, err := tools.Folder("toy", content, fill)
		if err != nil {
			t.Fatal(err)
		}
		folders = append(folders, dir)
	}
	if calls != 3 || folders[0] != folders[1] || folders[1] == folders[2] {
		t.Errorf("filled %d times into %v", calls, folders)
	}
}
