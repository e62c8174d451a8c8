package vcs

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sandbox keeps the tests away from the configuration of whoever runs them.
func sandbox(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	for _, v := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME"} {
		t.Setenv(v, home)
	}
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, v := range []string{"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		t.Setenv(v, "")
		if err := os.Unsetenv(v); err != nil {
			t.Fatal(err)
		}
	}
	config := "[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = trunk\n[core]\n\tautocrlf = false\n"
	write(t, home, ".gitconfig", config)
	return filepath.Join(t.TempDir(), "project")
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// realGit runs git, the judge of everything here.
func realGit(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// started is a repository with a first commit of a and d/b.
func started(t *testing.T) string {
	t.Helper()
	dir := sandbox(t)
	write(t, dir, "a", "one\n")
	write(t, dir, "d/b", "two\n")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	commit(t, dir, "first", "a", "d/b")
	return dir
}

func commit(t *testing.T, dir, message string, paths ...string) Made {
	t.Helper()
	made, err := Commit(dir, message, paths)
	if err != nil {
		t.Fatal(err)
	}
	realGit(t, dir, "fsck", "--strict")
	return made
}

func wantStatus(t *testing.T, dir string, want ...string) {
	t.Helper()
	got := strings.Fields(strings.ReplaceAll(realGit(t, dir, "status", "--porcelain", "-uall"), "\n", " "))
	if !slices.Equal(got, want) {
		t.Errorf("git status: %v, want %v", got, want)
	}
}

func TestTheFirstCommitLeavesACleanTreeOnTheConfiguredBranch(t *testing.T) {
	dir := started(t)
	wantStatus(t, dir)
	got := realGit(t, dir, "log", "--format=%D|%an|%ae|%s")
	if want := "HEAD -> trunk|Ada|ada@example.org|first\n"; got != want {
		t.Errorf("log %q, want %q", got, want)
	}
	if got := realGit(t, dir, "ls-files", "-s"); strings.Count(got, "100644") != 2 {
		t.Errorf("index %q", got)
	}
}

func TestWithoutAConfiguredUserTheFallbackSigns(t *testing.T) {
	dir := sandbox(t)
	write(t, os.Getenv("HOME"), ".gitconfig", "")
	write(t, dir, "a", "one\n")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	made := commit(t, dir, "first", "a")
	if made.Known || made.Author != Fallback {
		t.Errorf("made %+v", made)
	}
	if got := realGit(t, dir, "log", "--format=%D|%an <%ae>"); got != "HEAD -> main|"+Fallback+"\n" {
		t.Errorf("log %q", got)
	}
}

func TestACommitTakesExactlyItsPaths(t *testing.T) {
	dir := started(t)
	write(t, dir, "a", "changed\n")
	write(t, dir, "d/b", "left alone\n")
	write(t, dir, "d/e/f", "new\n")
	write(t, dir, "other", "left alone\n")
	commit(t, dir, "second", "a", "d/e/f")
	wantStatus(t, dir, "M", "d/b", "??", "other")
	if got := realGit(t, dir, "show", "--name-status", "--format=", "HEAD"); got != "M\ta\nA\td/e/f\n" {
		t.Errorf("committed %q", got)
	}
}

func TestDeletedPathsAndEmptiedFoldersGo(t *testing.T) {
	dir := started(t)
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	commit(t, dir, "second", "d/b", "never/there")
	wantStatus(t, dir)
	if got := realGit(t, dir, "ls-tree", "-r", "--name-only", "HEAD"); got != "a\n" {
		t.Errorf("tree %q", got)
	}
}

func TestAFileMayTakeTheFoldersPlaceAndTheOtherWayRound(t *testing.T) {
	dir := started(t)
	for _, p := range []string{"a", "d"} {
		if err := os.RemoveAll(filepath.Join(dir, p)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, "d", "a file\n")
	write(t, dir, "a/x", "in a folder\n")
	commit(t, dir, "second", "d/b", "d", "a", "a/x")
	wantStatus(t, dir)
}

func TestNothingNewMakesNoCommit(t *testing.T) {
	dir := started(t)
	if made := commit(t, dir, "again", "a", "d/b"); made.Hash != "" {
		t.Errorf("made %+v", made)
	}
	if got := realGit(t, dir, "rev-list", "--count", "HEAD"); got != "1\n" {
		t.Errorf("%s commits", got)
	}
}

func TestStagedChangesRefuseACommit(t *testing.T) {
	cases := map[string]func(t *testing.T, dir string){
		"a new file":     func(t *testing.T, dir string) { write(t, dir, "x", ""); realGit(t, dir, "add", "x") },
		"an edited file": func(t *testing.T, dir string) { write(t, dir, "d/b", "x"); realGit(t, dir, "add", "d/b") },
		"a deleted file": func(t *testing.T, dir string) { realGit(t, dir, "rm", "-q", "--cached", "d/b") },
		"a mode":         func(t *testing.T, dir string) { realGit(t, dir, "update-index", "--chmod=+x", "a") },
		"a conflict": func(t *testing.T, dir string) {
			if err := Stages(dir, map[string]Sides{"a": {[]byte("1"), []byte("2"), []byte("3")}}); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, stage := range cases {
		t.Run(name, func(t *testing.T) {
			dir := started(t)
			stage(t, dir)
			before := realGit(t, dir, "ls-files", "-s")
			_, err := Commit(dir, "second", []string{"a"})
			var staged *StagedError
			if !errors.As(err, &staged) || len(staged.Paths) != 1 || !IsStaged(CheckStaged(dir)) {
				t.Fatalf("error %v", err)
			}
			if after := realGit(t, dir, "ls-files", "-s"); after != before {
				t.Errorf("the index changed")
			}
		})
	}
}

func TestIntentToAddIsNotStaged(t *testing.T) {
	dir := started(t)
	write(t, dir, "x", "later\n")
	realGit(t, dir, "add", "-N", "x")
	write(t, dir, "a", "changed\n")
	commit(t, dir, "second", "a")
	wantStatus(t, dir, "A", "x")
}

func TestIgnoredFilesAreNeverCommitted(t *testing.T) {
	dir := started(t)
	write(t, dir, ".gitignore", "# secrets\n.env\nbuild/\n*.log\n!keep.log\n")
	write(t, dir, "d/.gitignore", "/local\n")
	all := []string{".gitignore", ".env", "build/x/y", "z.log", "keep.log", "d/.gitignore", "d/local", "d/e/local"}
	for _, p := range all[1:5] {
		write(t, dir, p, "x\n")
	}
	write(t, dir, "d/local", "x\n")
	write(t, dir, "d/e/local", "x\n")
	commit(t, dir, "second", all...)
	wantStatus(t, dir)
	got := strings.Fields(realGit(t, dir, "show", "--name-only", "--format=", "HEAD"))
	if want := []string{".gitignore", "d/.gitignore", "d/e/local", "keep.log"}; !slices.Equal(got, want) {
		t.Errorf("committed %v, want %v", got, want)
	}
}

func TestACheckoutInCRLFIsCommittedInLF(t *testing.T) {
	for name, setup := range map[string]func(*testing.T, string){
		"by core.autocrlf": func(t *testing.T, dir string) { realGit(t, dir, "config", "core.autocrlf", "true") },
		"by attribute": func(t *testing.T, dir string) {
			write(t, dir, ".gitattributes", "* text=auto eol=crlf\n")
			commit(t, dir, "attributes", ".gitattributes")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := started(t)
			setup(t, dir)
			write(t, dir, "a", "one\r\nmore\r\n")
			commit(t, dir, "second", "a")
			wantStatus(t, dir)
			if got := realGit(t, dir, "cat-file", "blob", "HEAD:a"); got != "one\nmore\n" {
				t.Errorf("blob %q", got)
			}
		})
	}
}

func TestAProjectInASubfolderOrLinkedWorkTreeCommitsThere(t *testing.T) {
	dir := started(t)
	linked := filepath.Join(t.TempDir(), "linked")
	realGit(t, dir, "worktree", "add", "-q", "-b", "side", linked)
	sub := filepath.Join(linked, "services", "shop")
	write(t, sub, "main.go", "package main\n")
	if !IsRepo(sub) || IsRepo(t.TempDir()) {
		t.Fatal("IsRepo is wrong")
	}
	commit(t, sub, "in the linked tree", "main.go")
	wantStatus(t, linked)
	wantStatus(t, dir)
	if got := realGit(t, linked, "log", "-1", "--format=%D", "--name-only"); got != "HEAD -> side\n\nservices/shop/main.go\n" {
		t.Errorf("log %q", got)
	}
}

func TestGitRemembersWhereTheBranchWas(t *testing.T) {
	dir := started(t)
	first := realGit(t, dir, "rev-parse", "HEAD")
	write(t, dir, "a", "changed\n")
	commit(t, dir, "second\n\nand more", "a")
	for _, before := range []string{"HEAD@{1}", "trunk@{1}"} {
		if got := realGit(t, dir, "rev-parse", before); got != first {
			t.Errorf("%s is %s, want %s", before, got, first)
		}
	}
	if got := realGit(t, dir, "reflog", "--format=%gs"); got != "commit: second\ncommit (initial): first\n" {
		t.Errorf("reflog %q", got)
	}
}

func TestADetachedHeadMoves(t *testing.T) {
	dir := started(t)
	realGit(t, dir, "checkout", "-q", "--detach")
	write(t, dir, "a", "changed\n")
	made := commit(t, dir, "second", "a")
	if got := realGit(t, dir, "rev-parse", "HEAD"); got != made.Hash+"\n" {
		t.Errorf("HEAD %q", got)
	}
	if got := realGit(t, dir, "rev-list", "--count", "trunk"); got != "1\n" {
		t.Errorf("trunk moved: %q", got)
	}
}

func TestALockedIndexIsNotWaitedForForEver(t *testing.T) {
	dir := started(t)
	write(t, dir, ".git/index.lock", "")
	if _, err := Commit(dir, "x", []string{"a"}); err == nil || !strings.Contains(err.Error(), "index.lock") {
		t.Errorf("error %v", err)
	}
}

func TestTheCachedTreesThatACommitLeavesAreRight(t *testing.T) {
	dir := started(t)
	for i, paths := range [][]string{{"d/e/f", "d/g"}, {"a"}, {"x/y/z"}, {"d/b"}} {
		for _, p := range paths {
			write(t, dir, p, strings.Repeat("x", i+1))
		}
		commit(t, dir, "next", paths...)
		// Git would write a wrong tree from a wrong cache.
		if got, want := realGit(t, dir, "write-tree"), realGit(t, dir, "rev-parse", "HEAD^{tree}"); got != want {
			t.Fatalf("after %v the index makes tree %s, HEAD has %s", paths, got, want)
		}
		wantStatus(t, dir)
	}
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	commit(t, dir, "gone", "d/b", "d/e/f", "d/g")
	if got, want := realGit(t, dir, "write-tree"), realGit(t, dir, "rev-parse", "HEAD^{tree}"); got != want {
		t.Fatalf("the index makes tree %s, HEAD has %s", got, want)
	}
}
