package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scalecli/scale/generator/plan"
	"github.com/scalecli/scale/generator/render"
	"pgregory.net/rapid"
)

// text draws a file with few different lines, so that many are equal, with or without its last newline; nil is no file.
func text(t *rapid.T, label string) *render.File {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "", "\tx", "-- y", "\r"}), 0, 12).Draw(t, label)
	end := rapid.SampledFrom([]string{"\n", ""}).Draw(t, label+" end")
	if rapid.IntRange(0, 9).Draw(t, label+" absent") == 0 {
		return nil
	}
	data := strings.Join(lines, "\n")
	if data != "" {
		data += end
	}
	return &render.File{Data: []byte(data), Mode: 0o644}
}

func TestGitAppliesAPrintedDiff(t *testing.T) {
	dir := sandbox(t)
	rapid.Check(t, func(t *rapid.T) {
		old, next := text(t, "old"), text(t, "next")
		p := &plan.Plan{Entries: []plan.Entry{{Path: "d/file", Old: plan.OnDisk{File: old}, New: next}}}
		got := unified(p)
		if string(bytesOf(old)) == string(bytesOf(next)) && (old == nil) == (next == nil) {
			if got != "" {
				t.Fatalf("nothing changes, and the diff is %q", got)
			}
			return
		}
		put(t, dir, old)
		cmd := exec.Command("git", "apply", "--whitespace=nowarn", "-")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(got)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git apply: %v\n%s\n%s", err, out, got)
		}
		after, err := os.ReadFile(filepath.Join(dir, "d", "file"))
		if (err != nil) != (next == nil) || string(after) != string(bytesOf(next)) {
			t.Fatalf("after the diff the file is %q, want %q", after, bytesOf(next))
		}
	})
}

func put(t *rapid.T, dir string, f *render.File) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	if f == nil {
		return
	}
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "d", "file"), f.Data, 0o644); err != nil {
		t.Fatal(err)
	}
}
