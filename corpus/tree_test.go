package corpus

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree is a project's files by slash-separated path; .scale/undo and the lock are no part of it.
type tree map[string]string

func (t tree) clone() tree { return maps.Clone(t) }

func (t tree) toCRLF() {
	for path, text := range t {
		if !strings.HasPrefix(path, ".scale/") {
			t[path] = strings.ReplaceAll(text, "\n", "\r\n")
		}
	}
}

// project is the tree without what scale keeps for itself.
func (t tree) project() tree {
	p := t.clone()
	maps.DeleteFunc(p, func(path, _ string) bool { return strings.HasPrefix(path, ".scale/") })
	return p
}

// scratch is a folder for one test, in memory where the system has such: thousands of small files are synced here.
func scratch(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "scale-corpus-*")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func readTree(t *testing.T, dir string) tree {
	t.Helper()
	files := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (rel == ".git" || rel == ".scale/undo"):
			return fs.SkipDir
		case d.IsDir() || rel == ".scale/lock":
			return nil
		}
		data, err := os.ReadFile(path)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (t tree) write(tb testing.TB, dir string) {
	tb.Helper()
	for path, text := range t {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
}

// counts is how often each line stands in a text. Blanks count as one, and endings not at all: gofmt may align a line
// anew, and that is no loss.
func counts(text string) map[string]int {
	n := map[string]int{}
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			n[line]++
		}
	}
	return n
}

// differences lists the paths in which two trees differ.
func differences(a, b tree) []string {
	var paths []string
	for path, text := range a {
		if other, ok := b[path]; !ok || other != text {
			paths = append(paths, path)
		}
	}
	for path := range b {
		if _, ok := a[path]; !ok {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}
