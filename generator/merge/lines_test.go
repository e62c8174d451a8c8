package merge

import "testing"

// mergeCase is one claim about a strategy. With conflict set, merged is not looked at.
type mergeCase struct {
	claim              string
	base, ours, theirs string
	merged             string
	conflict           bool
}

func (c mergeCase) run(t *testing.T, f Func) {
	t.Run(c.claim, func(t *testing.T) {
		r := f([]byte(c.base), []byte(c.ours), []byte(c.theirs))
		switch {
		case r.Clean() == c.conflict:
			t.Errorf("clean = %v, want %v; conflicts %+v\n%s", r.Clean(), !c.conflict, r.Conflicts, r.Data)
		case !c.conflict && string(r.Data) != c.merged:
			t.Errorf("merged %q, want %q", r.Data, c.merged)
		}
	})
}

func TestLines(t *testing.T) {
	for _, c := range []mergeCase{
		{claim: "changes apart from each other are both taken", base: "a\nb\nc\n", ours: "A\nb\nc\n", theirs: "a\nb\nC\n", merged: "A\nb\nC\n"},
		{claim: "changes that touch are a conflict", base: "a\nb\n", ours: "A\nb\n", theirs: "a\nB\n", conflict: true},
		{claim: "two different lines at one place are a conflict", base: "a\n", ours: "a\nx\n", theirs: "a\ny\n", conflict: true},
		{claim: "an edit of a deleted line is a conflict", base: "a\nb\nc\n", ours: "a\nB\nc\n", theirs: "a\nc\n", conflict: true},
		{claim: "a fix already made by hand is taken once", base: "a\nb\nc\nd\n", ours: "a\nfix\nc\nmine\n", theirs: "a\nfix\nc\nd\n", merged: "a\nfix\nc\nmine\n"},
		{claim: "of two equal lines only the generated one goes", base: "a\nx\nb\n", ours: "a\nx\nb\nc\nx\n", theirs: "a\nb\n", merged: "a\nb\nc\nx\n"},
		{claim: "a moved block that changed is never there twice", base: "f\ng\nh\nold\ni\nj\nk\n", ours: "f\ng\ni\nj\nk\nh\nold\n", theirs: "f\ng\nh\nnew\ni\nj\nk\n", conflict: true},
		{claim: "equal copies of a line do not shift a change", base: "}\n\n}\n", ours: "}\n\n}\n\n}\n", theirs: "}\n\n}\n\n}\n\nx\n", conflict: true},
		{claim: "a new file on both sides with the same text is clean", ours: "a\n", theirs: "a\n", merged: "a\n"},
		{claim: "conflict markers in a file are text like any other", base: "<<<<<<< x\n=======\na\nb\n", ours: "<<<<<<< x\n=======\na\nB\n", theirs: "<<<<<<< y\n=======\na\nb\n", merged: "<<<<<<< y\n=======\na\nB\n"},
	} {
		c.run(t, Lines)
	}
}

func TestLineEndings(t *testing.T) {
	for _, c := range []mergeCase{
		{claim: "a checkout in CRLF merges and stays in CRLF", base: "a\nb\nc\n", ours: "a\r\nb\r\nc\r\n", theirs: "a\nb\nc\nd\n", merged: "a\r\nb\r\nc\r\nd\r\n"},
		{claim: "a template that turns to CRLF turns a file whose endings we did not touch", base: "a\nb\nc\n", ours: "A\nb\nc\n", theirs: "a\r\nb\r\nc\r\n", merged: "A\r\nb\r\nc\r\n"},
		{claim: "mixed endings are kept line by line", base: "a\nb\nc\nd\n", ours: "a\r\nb\nc\nd\n", theirs: "a\nb\nc\nD\n", merged: "a\r\nb\nc\nD\n"},
		{claim: "a line appended to a file without a final newline is a line of its own", base: "a\nb\n", ours: "a\nb", theirs: "a\nb\nc\n", merged: "a\nb\nc"},
		{claim: "a final newline dropped by us stays dropped after a change above", base: "a\nb\nc\n", ours: "a\nb\nc", theirs: "A\nb\nc\n", merged: "A\nb\nc"},
		{claim: "an empty last line keeps its ending, or it would be lost", base: "a\nb\nc\n", ours: "a\nb\nc\n\n", theirs: "A\nb\nc", merged: "A\nb\nc\n\n"},
		{claim: "a carriage return in the middle of a line is text", base: "a\rb\nc\nd\n", ours: "a\rb\nc\nD\n", theirs: "a\rB\nc\nd\n", merged: "a\rB\nc\nD\n"},
	} {
		c.run(t, Lines)
	}
}

func TestFilesThatAreNoText(t *testing.T) {
	for _, c := range []mergeCase{
		{claim: "changed by us only is kept", base: "\x00a", ours: "\x00b", theirs: "\x00a", merged: "\x00b"},
		{claim: "changed by scale only is taken", base: "\x00a", ours: "\x00a", theirs: "\x00b", merged: "\x00b"},
		{claim: "changed by both is a conflict", base: "a\n\x00b\nc\n", ours: "A\n\x00b\nc\n", theirs: "a\n\x00b\nC\n", conflict: true},
		{claim: "invalid UTF-8 on one side is enough", base: "a\nb\nc\n", ours: "A\nb\nc\n", theirs: "a\nb\n\xff\n", conflict: true},
	} {
		c.run(t, Lines)
	}
	r := Lines([]byte("\x00a"), []byte("\x00b"), []byte("\x00c"))
	if string(r.Data) != "\x00b" || r.Conflicts[0].Line != 0 {
		t.Errorf("%q, line %d: want our file untouched, and the conflict to mean the whole file", r.Data, r.Conflicts[0].Line)
	}
}

func TestAConflictNamesItsPlaceAndItsTexts(t *testing.T) {
	r := Lines([]byte("a\nb\nc\nd\n"), []byte("new\na\nb1\nx\nd\n"), []byte("a\nb2\nx\nd\n"))
	if len(r.Conflicts) != 1 {
		t.Fatalf("%d conflicts, want 1", len(r.Conflicts))
	}
	want := Conflict{Line: 3, Base: "b\nc\n", Ours: "b1\n", Theirs: "b2\n", Why: bothChanged}
	if r.Conflicts[0] != want {
		t.Errorf("got %+v, want %+v", r.Conflicts[0], want)
	}
	marked := "new\na\n<<<<<<< yours\nb1\n||||||| before\nb\nc\n=======\nb2\n>>>>>>> scale\nx\nd\n"
	if string(r.Data) != marked {
		t.Errorf("got %q, want %q", r.Data, marked)
	}
}

func TestMarkersFollowTheEndingsOfTheFile(t *testing.T) {
	r := Lines([]byte("a\n"), []byte("b\r\n"), []byte("c"))
	want := "<<<<<<< yours\r\nb\r\n||||||| before\r\na\r\n=======\r\nc\r\n>>>>>>> scale\r\n"
	if string(r.Data) != want {
		t.Errorf("got %q, want %q", r.Data, want)
	}
}
