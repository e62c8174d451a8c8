package vcs

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

func TestIndexesOfEveryVersionComeBackByteForByte(t *testing.T) {
	for _, version := range []string{"2", "3", "4"} {
		t.Run("version "+version, func(t *testing.T) {
			dir := started(t)
			write(t, dir, "d/longer/name-of-a-file", "x\n")
			write(t, dir, "d/longer/name-of-another-file", "x\n")
			realGit(t, dir, "add", ".")
			if version == "3" {
				write(t, dir, "later", "x\n")
				realGit(t, dir, "add", "-N", "later")
			} else {
				realGit(t, dir, "update-index", "--index-version", version)
			}
			realGit(t, dir, "write-tree")
			data, err := os.ReadFile(filepath.Join(dir, ".git", "index"))
			if err != nil {
				t.Fatal(err)
			}
			x, err := decodeIndex(string(data))
			if err != nil {
				t.Fatal(err)
			}
			if got := x.encode(); !bytes.Equal(got, data) {
				t.Errorf("%d bytes became %d", len(data), len(got))
			}
		})
	}
}

func FuzzDecodeIndexNeverPanics(f *testing.F) {
	entries := []entry{
		newEntry("a", filemode.Regular, plumbing.ZeroHash, 0, [36]byte{}),
		newEntry("b/c", filemode.Executable, plumbing.ZeroHash, 2, [36]byte{}),
	}
	x := &index{version: 2, entries: entries, trees: &cached{count: -1, subs: []*cached{{name: "b", count: 1}}}}
	f.Add(x.encode())
	x.version = 4
	f.Add(x.encode())
	f.Add([]byte("DIRC"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		if x, err := decodeIndex(string(data)); err == nil {
			x.encode()
		}
	})
}
