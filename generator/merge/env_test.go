package merge

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEnv(t *testing.T) {
	for _, c := range []mergeCase{
		{claim: "a new last key is appended below the user's", base: "A=1\n", ours: "A=1\nMINE=x\n", theirs: "A=1\n\n# where\nB=2\n",
			merged: "A=1\nMINE=x\n\n# where\nB=2\n"},
		{claim: "a new key in the middle goes before the key it precedes", base: "A=1\nC=3\n", ours: "A=1\nMINE=x\nC=3\n", theirs: "A=1\nB=2\nC=3\n",
			merged: "A=1\nMINE=x\nB=2\nC=3\n"},
		{claim: "a key goes with its comment", base: "A=1\n\n# where\nB=2\n", ours: "A=9\n\n# where\nB=2\nMINE=x\n", theirs: "A=1\n",
			merged: "A=9\nMINE=x\n"},
		{claim: "a key with a changed value stays", base: "A=1\nB=2\n", ours: "A=1\nB=9\n", theirs: "A=1\n", merged: "A=1\nB=9\n"},
		{claim: "a deleted key stays deleted", base: "A=1\nB=2\nC=3\n", ours: "A=1\nC=3\n", theirs: "A=1\nB=9\nC=3\nD=4\n", merged: "A=1\nC=3\nD=4\n"},
		{claim: "different values from both are a conflict", base: "A=1\n", ours: "A=2\n", theirs: "A=3\n", conflict: true},
		{claim: "a key that both added with different values is a conflict", base: "A=1\n", ours: "A=1\nB=2\n", theirs: "A=1\nB=3\n", conflict: true},
		{claim: "a key that both added alike is there once", base: "A=1\n", ours: "A=9\nB=2\n", theirs: "A=1\nB=2\nC=3\n", merged: "A=9\nB=2\nC=3\n"},
		{claim: "changes of neighbouring keys do not conflict", base: "A=1\nB=2\n", ours: "A=9\nB=2\n", theirs: "A=1\nB=8\n", merged: "A=9\nB=8\n"},
		{claim: "the user's order stays", base: "A=1\nB=2\n", ours: "B=2\nA=1\n", theirs: "A=1\nB=3\n", merged: "B=3\nA=1\n"},
		{claim: "a new comment is taken, the user's value stays", base: "# old\nA=1\n", ours: "# old\nA=2\n", theirs: "# new\nA=1\n", merged: "# new\nA=2\n"},
		{claim: "a comment that both rewrote stays the user's", base: "# old\nA=1\n", ours: "# mine\nA=1\n", theirs: "# new\nA=2\n", merged: "# mine\nA=2\n"},
		{claim: "the heading of a section goes with it", base: "A=1\n\n# -- section --\n\nB=2\n", ours: "A=9\n\n# -- section --\n\nB=2\n", theirs: "A=1\n", merged: "A=9\n"},
		{claim: "a file without its final newline gets a line, not a longer one", base: "A=1\n", ours: "A=9", theirs: "A=1\nB=2\n", merged: "A=9\nB=2"},
		{claim: "a checkout in CRLF stays one", base: "A=1\n", ours: "A=9\r\nX=1\r\n", theirs: "A=1\nB=2\n", merged: "A=9\r\nX=1\r\nB=2\r\n"},
		{claim: "a value over several lines is left to the line merge", base: "A=1\nB=2\nC=3\n", ours: "A=\"1\n2\"\nB=2\nC=3\n", theirs: "A=1\nB=2\nC=4\n", merged: "A=\"1\n2\"\nB=2\nC=4\n"},
		{claim: "an exported key is the same key", base: "A=1\n", ours: "export A=1\nX=1\n", theirs: "A=2\n", merged: "A=2\nX=1\n"},
	} {
		c.run(t, ForPath("deploy/.env.example"))
	}
}

func TestAKeyKeptAgainstTheTemplateIsReported(t *testing.T) {
	r := Env([]byte("A=1\nB=2\nC=3\n"), []byte("A=1\nB=9\n"), []byte("A=1\nC=4\n"))
	notes := strings.Join(r.Notes, "\n")
	for _, want := range []string{"B is kept", "C stays deleted"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %q do not say that %s", notes, want)
		}
	}
}

func TestAnEnvConflictNamesKeyLineAndValues(t *testing.T) {
	r := Env([]byte("A=1\nB=1\n"), []byte("# x\nA=1\nB=2\n"), []byte("A=1\nB=3\n"))
	want := Conflict{Line: 3, Base: "B=1\n", Ours: "B=2\n", Theirs: "B=3\n", Why: "both sides gave B a value"}
	if len(r.Conflicts) != 1 || r.Conflicts[0] != want {
		t.Errorf("got %+v, want %+v", r.Conflicts, want)
	}
}

// pieceOf draws a block of settings as a piece would bring it.
func pieceOf(name string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		heading := rapid.SampledFrom([]string{"", "\n", "\n# about " + name + "\n", "\n# -- " + name + " --\n\n"}).Draw(t, "heading")
		return heading + name + "_URL=" + rapid.SampledFrom([]string{"", "x", "y # why"}).Draw(t, "value") + "\n"
	})
}

// byUser draws what a user makes of a file: values changed, own settings and comments added anywhere.
func byUser(t *rapid.T, file string) string {
	var b strings.Builder
	for i, line := range strings.SplitAfter(file, "\n") {
		switch rapid.IntRange(0, 9).Draw(t, "edit") {
		case 0:
			line += "MINE_" + string(rune('A'+i)) + "=1\n"
		case 1:
			line += "\n# a word of mine, " + string(rune('A'+i)) + "\n\n"
		case 2:
			line = strings.Replace(line, "=", "=mine", 1)
		}
		b.WriteString(line)
	}
	return b.String()
}

func TestAddingAPieceToAnEditedEnvAndRemovingItIsTheIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var without, with string
		for i, name := range []string{"APP", "CACHE", "MAIL", "QUEUE"} {
			block := pieceOf(name).Draw(t, name)
			with += block
			if i != 1 {
				without += block
			}
		}
		ours := byUser(t, without)
		added := Env([]byte(without), []byte(ours), []byte(with))
		removed := Env([]byte(with), added.Data, []byte(without))
		if !added.Clean() || !removed.Clean() || !bytes.Equal(removed.Data, []byte(ours)) {
			t.Fatalf("ours %q\nadded %q %v\nremoved %q %v", ours, added.Data, added.Notes, removed.Data, removed.Notes)
		}
	})
}

func TestTheOrderInWhichPiecesComeToAnEditedEnvDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		app, cache, queue := pieceOf("APP").Draw(t, "app"), pieceOf("CACHE").Draw(t, "cache"), pieceOf("QUEUE").Draw(t, "queue")
		ours := byUser(t, app)
		through := func(middle string) string {
			first := Env([]byte(app), []byte(ours), []byte(middle))
			return string(Env([]byte(middle), first.Data, []byte(app+cache+queue)).Data)
		}
		if one, other := through(app+cache), through(app+queue); one != other {
			t.Fatalf("cache first %q, queue first %q", one, other)
		}
	})
}
