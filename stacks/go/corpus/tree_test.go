package corpus

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file is what stands at a path: its text and mode, or where a link leads.
type file struct {
	data []byte
	mode fs.FileMode // the executable bit, or fs.ModeSymlink
}

func (f file) same(other file) bool { return f.mode == other.mode && bytes.Equal(f.data, other.data) }

// sameText does not tell CRLF from LF: a checkout on Windows is no edit.
func (f file) sameText(other file) bool {
	return file{toLF(f.data), f.mode}.same(file{toLF(other.data), other.mode})
}

func toLF(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) }

// tree is a project by slash-separated paths.
type tree map[string]file

// scratch is a folder for a project: in memory where there is such a place, as scale syncs each file that it writes.
func scratch(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "scale-corpus-")
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

// readTree reads a project as it is on disk. The lock is left out: it is a handle for the kernel and holds no data.
func readTree(t *testing.T, dir string) tree {
	t.Helper()
	found := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil || rel == filepath.Join(".scale", "lock") {
			return err
		}
		found[filepath.ToSlash(rel)], err = readFile(path, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func readFile(path string, d fs.DirEntry) (file, error) {
	if d.Type()&fs.ModeSymlink != 0 {
		to, err := os.Readlink(path)
		return file{[]byte(to), fs.ModeSymlink}, err
	}
	info, err := d.Info()
	if err != nil {
		return file{}, err
	}
	data, err := os.ReadFile(path)
	return file{data, info.Mode() & 0o100}, err
}

// writeTo makes a project of it.
func (tr tree) writeTo(t *testing.T, dir string) {
	t.Helper()
	for path, f := range tr {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if f.mode == fs.ModeSymlink {
			err = os.Symlink(string(f.data), full)
		} else {
			err = os.WriteFile(full, f.data, 0o644|f.mode)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// project is the tree without scale's own records.
func (tr tree) project() tree {
	kept := tree{}
	for path, f := range tr {
		if !strings.HasPrefix(path, ".scale/") {
			kept[path] = f
		}
	}
	return kept
}

// differences names the paths at which two trees are not the same.
func (tr tree) differences(other tree) []string {
	var paths []string
	for path, f := range tr {
		if g, ok := other[path]; !ok || !f.same(g) {
			paths = append(paths, path)
		}
	}
	for path := range other {
		if _, ok := tr[path]; !ok {
			paths = append(paths, path)
		}
	}
	return paths
}
