package generator_test

import (
	"strings"
	"testing"

	"github.com/scalecli/scale/generator"
)

func TestCommitTakesExactlyThePathsOfTheChange(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.edit("README.md", "A garden.", "A garden of mine.")
	h.write("mine.txt", "not tracked yet\n")
	r, err := addPiece("bell", "")(h, generator.Options{Commit: true, Command: "scale add bell"})
	h.ok(err)
	if got := strings.TrimSpace(h.git("rev-parse", "HEAD")); got != r.Commit || got == "" {
		t.Errorf("the commit is %q, git has %q", r.Commit, got)
	}
	if got := strings.TrimSpace(h.git("log", "-1", "--format=%s")); got != "scale add bell" {
		t.Errorf("the message is %q", got)
	}
	if got := h.git("status", "--porcelain"); got != " M README.md\n?? mine.txt\n" {
		t.Errorf("git status says\n%s", got)
	}
	if got := h.git("show", "--name-only", "--format=", "HEAD"); !strings.Contains(got, "bell.txt") || strings.Contains(got, "README") {
		t.Errorf("the commit holds\n%s", got)
	}
}

func TestCommitRefusesAnIndexThatHoldsStagedChanges(t *testing.T) {
	t.Parallel()
	h := inGit(t)
	h.edit("README.md", "A garden.", "A garden of mine.")
	h.git("add", "README.md")
	r := h.refused(addPiece("bell", ""), generator.Options{Commit: true})
	if !strings.Contains(r.What, "README.md") || r.Next == "" {
		t.Errorf("the refusal is %q, next %q", r.What, r.Next)
	}
	if got := h.git("status", "--porcelain"); got != "M  README.md\n" {
		t.Errorf("git status says\n%s", got)
	}
}

func TestVerifyLeavesTheProjectAloneWhenItsTestsFail(t *testing.T) {
	t.Parallel()
	needGit(t)
	h := built(t)
	h.do(addPiece("bell", ""))
	// A command that every system with git has, and that fails where a file is missing.
	h.stack.proof = [][]string{{"git", "hash-object", "bell.txt"}}
	r := h.refused(removePiece("bell"), generator.Options{Verify: true})
	if !strings.Contains(r.What, "with the change") || !strings.Contains(r.Output, "bell.txt") {
		t.Errorf("the refusal is %q with the output %q", r.What, r.Output)
	}
	result, err := addPiece("lamp", "")(h, generator.Options{Verify: true, Command: "scale add lamp"})
	h.ok(err)
	if !result.Applied || !h.has("lamp/lamp.txt") {
		t.Error("a change that passes was not made")
	}
}

func TestVerifySaysWhenTheProjectFailsAlready(t *testing.T) {
	t.Parallel()
	needGit(t)
	h := built(t)
	h.stack.proof = [][]string{{"git", "hash-object", "bell.txt"}}
	if r := h.refused(addPiece("bell", ""), generator.Options{Verify: true}); !strings.Contains(r.What, "before the change") {
		t.Errorf("the refusal is %q", r.What)
	}
}
