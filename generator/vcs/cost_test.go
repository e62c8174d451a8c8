package vcs

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkCommit compares a commit of twenty files in a small repository with one among 50,000 more.
func BenchmarkCommit(b *testing.B) {
	for _, others := range []int{0, 50_000} {
		b.Run(fmt.Sprintf("beside %d files", others), func(b *testing.B) {
			dir := b.TempDir()
			var all, paths []string
			for i := range others {
				all = append(all, fmt.Sprintf("other/%03d/%03d", i/200, i%200))
			}
			for i := range 20 {
				paths = append(paths, fmt.Sprintf("shop/%d/file", i))
			}
			put(b, dir, append(all, paths...), 0)
			if err := Init(dir); err != nil {
				b.Fatal(err)
			}
			if _, err := Commit(dir, "first", append(all, paths...)); err != nil {
				b.Fatal(err)
			}
			for i := 1; b.Loop(); i++ {
				b.StopTimer()
				put(b, dir, paths, i)
				b.StartTimer()
				if _, err := Commit(dir, "again", paths); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func put(b *testing.B, dir string, paths []string, version int) {
	b.Helper()
	for _, p := range paths {
		full := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(full, fmt.Appendf(nil, "%s %d\n", p, version), 0o644); err != nil {
			b.Fatal(err)
		}
	}
}
