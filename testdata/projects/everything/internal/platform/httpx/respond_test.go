package httpx

import (
	"strings"
	"testing"
)

func TestEntityTagsAreCompared(t *testing.T) {
	for _, c := range []struct {
		header string
		want   bool
	}{
		{`"7"`, true},
		{`"6", "7"`, true},
		{"\"6\"\n\"7\"", true}, // two lines
		{`*`, true},
		{`W/"7"`, false},
		{`"8"`, false},
		{`7`, false},
		{``, false},
	} {
		if got := lists(strings.Split(c.header, "\n"), `"7"`); got != c.want {
			t.Errorf("lists(%q) = %v", c.header, got)
		}
	}
}
