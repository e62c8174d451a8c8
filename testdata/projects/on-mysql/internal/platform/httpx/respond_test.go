package httpx

import "testing"

func TestEntityTagsAreCompared(t *testing.T) {
	for _, c := range []struct {
		header string
		want   bool
	}{
		{`"7"`, true},
		{`"6", "7"`, true},
		{`*`, true},
		{`W/"7"`, false},
		{`"8"`, false},
		{`7`, false},
		{``, false},
	} {
		if got := lists(c.header, `"7"`); got != c.want {
			t.Errorf("lists(%q) = %v", c.header, got)
		}
	}
}
