package cmd

import (
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWordsAreQuotedOnlyWhereTheyNeedIt(t *testing.T) {
	cases := map[string]string{
		"shop": "shop", "a=b": "a=b", "": `""`, "a b": `"a b"`, "enum(a,b)": `"enum(a,b)"`, "$(x)": `'$(x)'`, "it's": `"it's"`,
		`it's "x"`: `'it'\''s "x"'`, "*": `"*"`, "~": `"~"`,
	}
	for word, want := range cases {
		if got := quote(word); got != want {
			t.Errorf("quote(%q) = %s, want %s", word, got, want)
		}
	}
}

func TestAShellTakesALineApartAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("the quoting is that of POSIX shells; Windows has none to ask")
		return
	}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[ -~\n]{0,8}`), 1, 5).Draw(t, "words")
		out, err := exec.Command("sh", "-c", `printf '%s\0' `+lineOf(words)).Output()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(out), strings.Join(words, "\x00")+"\x00"; got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
	})
}
