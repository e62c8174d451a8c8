package plan

import (
	"testing"

	"github.com/scalecli/scale/generator/merge"
	"github.com/scalecli/scale/generator/render"
)

// file makes a file of the user's; "" is no file.
func file(text string) *render.File { return owned(render.User, text) }

func owned(o render.Owner, text string) *render.File {
	if text == "" {
		return nil
	}
	return &render.File{Data: []byte(text), Mode: 0o644, Owner: o}
}

// TestEachRowOfTheTable holds Compute against the table "What happens to a file" in docs/ARCHITECTURE.md.
func TestEachRowOfTheTable(t *testing.T) {
	const was, mine, now = "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"
	for _, c := range []struct {
		claim   string
		b, o, t *render.File
		kind    string
		rebuild bool
		action  Action
		left    string // what stands on disk afterwards; "" for nothing
		base    string // the baseline afterwards; "" for nothing
	}{
		{claim: "a new file is created", t: file(now), action: Create, left: now, base: now},
		{claim: "what is there already is adopted", o: file(now), t: file(now), action: Adopt, left: now, base: now},
		{claim: "a fix that the user made by hand is adopted", b: file(was), o: file(now), t: file(now), action: Adopt, left: now, base: now},
		{claim: "nothing changed, nothing happens", b: file(was), o: file(was), t: file(was), action: Keep, left: was, base: was},
		{claim: "an untouched file is updated", b: file(was), o: file(was), t: file(now), action: Update, left: now, base: now},
		{claim: "an untouched file that is no longer rendered goes", b: file(was), o: file(was), action: Delete},
		{claim: "an edited file stays where the rendering is the same", b: file(was), o: file(mine), t: file(was), action: Keep, left: mine, base: was},
		{claim: "a deleted file stays deleted where the rendering is the same", b: file(was), t: file(was), action: Keep, base: was},
		{claim: "a file that scale did not write blocks", o: file(mine), t: file(now), action: Blocked, left: mine},
		{claim: "a deleted file stays deleted where the rendering changes", b: file(was), t: file(now), action: StayDeleted, base: now},
		{claim: "an edited file that is no longer rendered is the user's", b: file(was), o: file(mine), action: NowYours, left: mine},
		{claim: "what both deleted is forgotten", b: file(was), action: Adopt},
		{claim: "both changed apart: merged", b: file(was), o: file(mine), t: file(now), action: Merge, left: "A\nb\nC\n", base: now},
		{claim: "both changed the same place: conflict", b: file(was), o: file(mine), t: file("x\nb\nc\n"), action: Conflicted, base: "x\nb\nc\n",
			left: "<<<<<<< yours\nA\n||||||| before\na\n=======\nx\n>>>>>>> scale\nb\nc\n"},
		{claim: "a hand edit in a file of scale's is a conflict, even apart", b: owned(render.Scale, was), o: file(mine), t: owned(render.Scale, now),
			action: Conflicted, left: "A\nb\nC\n", base: now},
		{claim: "a deleted file of scale's that changes is a conflict", b: owned(render.Scale, was), t: owned(render.Scale, now), action: Conflicted, base: now},
		{claim: "a file of scale's is rebuilt after a git merge without being read", b: owned(render.Scale, was), o: file(mine), t: owned(render.Scale, now),
			rebuild: true, action: Update, left: now, base: now},
		{claim: "a secret is created once", t: owned(render.Once, now), action: Create, left: now},
		{claim: "a secret that is there is left alone", o: file(mine), t: owned(render.Once, now), action: Keep, left: mine},
		{claim: "a symlink in the way of a change blocks", b: file(was), t: file(now), kind: "symlink", action: Blocked},
		{claim: "a symlink is left alone where the rendering is the same", b: file(was), t: file(was), kind: "symlink", action: Keep, base: was},
		{claim: "a checkout in CRLF is no edit, and stays CRLF", b: file(was), o: file("a\r\nb\r\nc\r\n"), t: file(now), action: Update, left: "a\r\nb\r\nC\r\n", base: now},
		{claim: "a checkout in CRLF goes where the rendering goes", b: file(was), o: file("a\r\nb\r\nc\r\n"), action: Delete},
		{claim: "an edit in CRLF merges and stays CRLF", b: file(was), o: file("A\r\nb\r\nc\r\n"), t: file(now), action: Merge, left: "A\r\nb\r\nC\r\n", base: now},
	} {
		t.Run(c.claim, func(t *testing.T) {
			in := Input{Base: tree(c.b), Theirs: tree(c.t), Rebuild: map[string]bool{"f": c.rebuild},
				Disk:  func(string) (OnDisk, error) { return OnDisk{File: c.o, Kind: c.kind}, nil },
				Merge: func(string) merge.Func { return merge.Lines }}
			p, err := Compute(in)
			if err != nil || len(p.Entries) != 1 && c.b != nil {
				t.Fatal(p, err)
			}
			e := p.Entries[0]
			if e.Action != c.action {
				t.Errorf("action %q, want %q", e.Action, c.action)
			}
			if text(e.New) != c.left {
				t.Errorf("on disk\n%s\nwant\n%s", text(e.New), c.left)
			}
			if text(e.Base) != c.base {
				t.Errorf("in the baseline %q, want %q", text(e.Base), c.base)
			}
		})
	}
}

func tree(f *render.File) render.Tree {
	if f == nil {
		return render.Tree{}
	}
	return render.Tree{"f": *f}
}

func text(f *render.File) string {
	if f == nil {
		return ""
	}
	return string(f.Data)
}

// A strategy may know from other files what an untouched one has to keep.
func TestAnUntouchedFileKeepsWhatItsStrategyAsksFor(t *testing.T) {
	was, now := file("a\nb\n"), file("a\n")
	for kept, action := range map[string]Action{"a\nb\n": Adopt, "a\nb again\n": Merge, "a\n": Update} {
		p, err := Compute(Input{Base: tree(was), Theirs: tree(now),
			Disk: func(string) (OnDisk, error) { return OnDisk{File: was}, nil },
			Merge: func(string) merge.Func {
				return func(_, _, _ []byte) merge.Result { return merge.Result{Data: []byte(kept)} }
			}})
		if err != nil || p.Entries[0].Action != action || text(p.Entries[0].New) != kept || text(p.Entries[0].Base) != "a\n" {
			t.Errorf("%q: %+v, %v", kept, p, err)
		}
	}
}

func TestTheExecutableBitIsMergedLikeText(t *testing.T) {
	b, o, th := file("a\nb\nc\n"), file("A\nb\nc\n"), file("a\nb\nC\n")
	o.Mode = 0o755
	p, err := Compute(Input{Base: tree(b), Theirs: tree(th), Disk: func(string) (OnDisk, error) { return OnDisk{File: o}, nil },
		Merge: func(string) merge.Func { return merge.Lines }})
	if err != nil || p.Entries[0].New.Mode != 0o755 {
		t.Errorf("the user's chmod is lost: %+v %v", p.Entries[0].New, err)
	}
}
