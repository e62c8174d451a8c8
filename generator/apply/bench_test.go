package apply

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkCommit is a change the size of `scale init`: 60 files and their baselines.
func BenchmarkCommit(b *testing.B) {
	data := strings.Repeat("a line of forty characters, all the same\n", 60)
	for b.Loop() {
		b.StopTimer()
		root, err := Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		var ops []Op
		for i := range 60 {
			p := fmt.Sprintf("internal/m%d/f%d.go", i/6, i)
			ops = append(ops, Op{Path: p, New: file(data)}, Op{Path: ".scale/base/" + p + ".base", New: file(data)})
		}
		c, _, err := root.Begin(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := c.Commit(ops, Options{Label: "scale init"}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
