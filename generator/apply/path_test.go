package apply

import (
	"strings"
	"testing"
)

func TestPathsThatCouldNotBeMadeAlikeEverywhereAreRefused(t *testing.T) {
	for says, paths := range map[string][]string{
		"not a plain path":       {"", ".", "..", "../x", "/x", "a/../b", "a//b", "a/", "./a", "\xff"},
		"belongs to git":         {".git/config", ".GIT/hooks/x", "sub/.git/x", "git~1/x", ".git"},
		"scale's own journal":    {".scale/lock", ".scale/txn/plan.json", ".scale/txn.tmp", ".scale/undo/old/000", ".SCALE/Lock", ".scale"},
		"is a device":            {"con", "NUL", "a/aux.go", "com1.txt/x", "lpt9"},
		"character that no file": {"a:b", "a\\b", "a\nb", "a?b", "C:/x"},
		"ends in a dot":          {"a./b", "b."},
		"or a space":             {"a "},
	} {
		for _, p := range paths {
			if err := CheckPath(p); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%q: got %v, want %q", p, err, says)
			}
		}
	}
}

func TestOrdinaryPathsAreFine(t *testing.T) {
	for _, p := range []string{"a", ".gitignore", ".github/workflows/ci.yml", ".scale/base/SUM", ".scale/base/a.base.base", "console.go", "a b/ü.go", "auxiliary"} {
		if err := CheckPath(p); err != nil {
			t.Error(err)
		}
	}
}

func TestPathsThatCollideOnSomeDisksAreRefused(t *testing.T) {
	for _, c := range [][2]string{
		{"README.md", "readme.md"}, {"a/x", "A/y"}, {"caf\u00e9", "cafe\u0301"}, {"stra\u00dfe", "STRASSE"},
		{"a", "a/b"}, {"x", "x"}, {".scale/base/x.base", ".Scale/base/y.base"},
	} {
		ops := []Op{{Path: c[0]}, {Path: c[1]}}
		if err := CheckPaths(ops); err == nil {
			t.Errorf("%q and %q are both taken", c[0], c[1])
		}
	}
	if err := CheckPaths([]Op{{Path: "a/x"}, {Path: "a/y"}, {Path: "b/x"}}); err != nil {
		t.Error(err)
	}
}
