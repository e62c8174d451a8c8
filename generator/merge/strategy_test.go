package merge

import "testing"

func TestADocumentKeepsTheLinesOfBothSidesAtOnePlace(t *testing.T) {
	const (
		base   = "# shop\n\n    make run\n\nText.\n"
		ours   = "# shop\n\n    make run\n    make mail\n\nText.\n"
		theirs = "# shop\n\n    make run\n    make apikey\n\nText.\n"
		both   = "# shop\n\n    make run\n    make mail\n    make apikey\n\nText.\n"
	)
	documents := ForPath("docs/README.md")
	for _, c := range []struct{ name, base, ours, theirs, want string }{
		{"both add", base, ours, theirs, both},
		{"what scale added goes again", theirs, both, base, ours},
	} {
		got := documents([]byte(c.base), []byte(c.ours), []byte(c.theirs))
		if len(got.Conflicts) > 0 || string(got.Data) != c.want {
			t.Errorf("%s: %q, with %v", c.name, got.Data, got.Conflicts)
		}
	}
}
