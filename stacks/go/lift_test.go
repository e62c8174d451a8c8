package gostack

import (
	"strings"
	"testing"
)

const twoFunctions = "package p\n\nfunc a() {}\n\n// z is last.\nfunc z() {}\n"

func with(before, text string) string {
	return strings.Replace(twoFunctions, before, text+before, 1)
}

func TestFunctionsAtTheSamePlaceBothStay(t *testing.T) {
	const z = "// z is last.\n"
	for name, c := range map[string]struct{ ours, theirs, want string }{
		"between two": {
			with(z, "// mine says so.\nfunc mine() {}\n\n"), with(z, "func scales() {}\n\n"),
			with(z, "// mine says so.\nfunc mine() {}\n\nfunc scales() {}\n\n"),
		},
		"two of the user's": {
			with(z, "func one() {}\n\nfunc two() {} // two\n\n"), with(z, "func scales() {}\n\n"),
			with(z, "func one() {}\n\nfunc two() {} // two\n\nfunc scales() {}\n\n"),
		},
		"at the end": {
			twoFunctions + "\nfunc mine() {}\n", twoFunctions + "\nfunc scales() {}\n",
			twoFunctions + "\nfunc mine() {}\n\nfunc scales() {}\n",
		},
		"a method and a function of one name": {
			with(z, "func (t T) scales() {}\n\n"), with(z, "func scales() {}\n\n"),
			with(z, "func (t T) scales() {}\n\nfunc scales() {}\n\n"),
		},
		"at the beginning": {
			with("func a()", "func mine() {}\n\n"), with("func a()", "func scales() {}\n\n"),
			with("func a()", "func mine() {}\n\nfunc scales() {}\n\n"),
		},
	} {
		r := MergeFile([]byte(twoFunctions), []byte(c.ours), []byte(c.theirs))
		if !r.Clean() || string(r.Data) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, r.Conflicts, r.Data, c.want)
		}
	}
}

func TestFunctionsThatCannotBothStayConflict(t *testing.T) {
	const z = "// z is last.\n"
	for name, c := range map[string][2]string{
		"one function in two ways": {with(z, "func made() int { return 1 }\n\n"), with(z, "func made() int { return 2 }\n\n")},
		"a new one beside a change of both sides": {
			strings.Replace(with(z, "func mine() {}\n\n"), "a() {}", "a() { z() }", 1),
			strings.Replace(with(z, "func scales() {}\n\n"), "a() {}", "a() { a() }", 1),
		},
	} {
		if r := MergeFile([]byte(twoFunctions), []byte(c[0]), []byte(c[1])); r.Clean() {
			t.Errorf("%s: merged to\n%s", name, r.Data)
		}
	}
}
