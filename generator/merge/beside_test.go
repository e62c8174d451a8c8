package merge

import "testing"

func TestBesideJoinsInsertionsNextToChanges(t *testing.T) {
	for _, c := range []struct {
		claim              string
		base, ours, theirs string
		merged             string // "" means a conflict
	}{
		{claim: "an insertion behind a changed line", base: "a\nb\nc\n", ours: "a\nB\nc\n", theirs: "a\nb\nx\nc\n", merged: "a\nB\nx\nc\n"},
		{claim: "an insertion before a changed line", base: "a\nb\nc\n", ours: "a\nB\nc\n", theirs: "a\nx\nb\nc\n", merged: "a\nx\nB\nc\n"},
		{claim: "our insertion behind a line that the template changes", base: "a\nb\nc\n", ours: "a\nb\nx\nc\n", theirs: "a\nB\nc\n", merged: "a\nB\nx\nc\n"},
		{claim: "two insertions at one place: ours comes first", base: "a\nb\n", ours: "a\nmine\nb\n", theirs: "a\nscale\nb\n", merged: "a\nmine\nscale\nb\n"},
		{claim: "insertions on both sides of a changed line", base: "a\nb\nc\n", ours: "a\nB\nc\n", theirs: "a\nx\nb\ny\nc\n", merged: "a\nx\nB\ny\nc\n"},
		{claim: "an insertion next to a line we deleted", base: "a\nb\nc\n", ours: "a\nc\n", theirs: "a\nb\nx\nc\n", merged: "a\nx\nc\n"},
		{claim: "changes of the same line conflict", base: "a\nb\nc\n", ours: "a\nB\nc\n", theirs: "a\nbb\nc\n"},
		{claim: "changes of neighbouring lines conflict", base: "a\nb\nc\nd\n", ours: "a\nB\nc\nd\n", theirs: "a\nb\nC\nd\n"},
		{claim: "an insertion inside a stretch we rewrote conflicts", base: "a\nb\nc\nd\n", ours: "a\nx\ny\nd\n", theirs: "a\nb\nnew\nc\nd\n"},
		{claim: "an entry at the end of a list whose next one goes", base: "a\n\nb\n", ours: "a\n\nmine\n\nb\n", theirs: "a\n", merged: "a\n\nmine\n"},
		{claim: "an entry behind one that goes", base: "x\n\na\n\nb\n", ours: "x\n\na\n\nmine\n\nb\n", theirs: "x\n\nb\n", merged: "x\n\nmine\n\nb\n"},
		{claim: "an entry inside one that goes conflicts", base: "a\n\nb\nc\n", ours: "a\n\nb\n\nmine\nc\n", theirs: "a\n"},
		{claim: "insertions that share a line conflict: both may mean the same", base: "a\nb\n", ours: "a\nfix\nmore\nb\n", theirs: "a\nother\nfix\nb\n"},
		{claim: "brackets that both insert are nothing in common", base: "a\nb\n", ours: "a\nif x {\n}\nb\n", theirs: "a\nif y {\n}\nb\n", merged: "a\nif x {\n}\nif y {\n}\nb\n"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			r := Beside([]byte(c.base), []byte(c.ours), []byte(c.theirs))
			if r.Clean() != (c.merged != "") {
				t.Fatalf("clean %v:\n%s", r.Clean(), r.Data)
			}
			if r.Clean() && string(r.Data) != c.merged {
				t.Errorf("got\n%swant\n%s", r.Data, c.merged)
			}
		})
	}
}
