package vcs

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestConflictsShowInGitAndGoWithGitAdd(t *testing.T) {
	dir := started(t)
	sides := map[string]Sides{
		"a":   {Base: []byte("one\n"), Ours: []byte("ours\n"), Theirs: []byte("theirs\n")},
		"d/b": {Base: []byte("two\n"), Ours: []byte("ours\n")},
		"new": {Ours: []byte("ours\n"), Theirs: []byte("theirs\n")},
	}
	write(t, dir, "a", "<<<<<<< yours\n")
	write(t, dir, "new", "<<<<<<< yours\n")
	if err := Stages(dir, sides); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, dir, "UU", "a", "UD", "d/b", "AA", "new")
	got, err := Unresolved(dir)
	if want := []string{"a", "d/b", "new"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("unresolved %v, %v", got, err)
	}
	if read, err := Conflicted(dir); err != nil || !reflect.DeepEqual(read, sides) {
		t.Errorf("the sides are %v, %v", read, err)
	}
	for stage, want := range map[string]string{"1": "one\n", "2": "ours\n", "3": "theirs\n"} {
		if got := realGit(t, dir, "cat-file", "blob", ":"+stage+":a"); got != want {
			t.Errorf("stage %s: %q", stage, got)
		}
	}
	realGit(t, dir, "add", "a", "d/b", "new")
	if got, err := Unresolved(dir); err != nil || len(got) != 0 {
		t.Errorf("still unresolved: %v, %v", got, err)
	}
}

func TestStagesOfManyPathsStayInOrder(t *testing.T) {
	dir := started(t)
	sides := map[string]Sides{}
	for i := range 40 {
		sides[fmt.Sprintf("d/%02d", i)] = Sides{[]byte("1"), []byte("2"), []byte("3")}
	}
	if err := Stages(dir, sides); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(realGit(t, dir, "ls-files", "-u", "--format=%(stage) %(path)")) {
		if !strings.Contains(line, " d/") {
			t.Errorf("line %q", line)
		}
	}
	if got := strings.Count(realGit(t, dir, "status", "--porcelain"), "UU d/"); got != 40 {
		t.Errorf("%d of 40 both modified", got)
	}
}

func TestUnresolvedListsOnlyTheProject(t *testing.T) {
	dir := started(t)
	if err := Stages(dir, map[string]Sides{"a": {Ours: []byte("x"), Theirs: []byte("y")}}); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "sub/x", "")
	got, err := Unresolved(dir + "/sub")
	if err != nil || len(got) != 0 {
		t.Errorf("unresolved %v, %v", got, err)
	}
}
