package apply

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// CheckPaths refuses operations that could not be made alike on every system: paths that are not plain relative ones,
// that git or this package keeps for itself, that Windows has no file for, and pairs that are one path on a disk that
// ignores case or Unicode form, or of which one is a folder of the other.
func CheckPaths(ops []Op) error {
	seen := make(map[string]spelling)
	for _, op := range ops {
		if err := CheckPath(op.Path); err != nil {
			return err
		}
		for _, dir := range parents(op.Path) {
			if err := claim(seen, spelling{dir, true}); err != nil {
				return err
			}
		}
		if err := claim(seen, spelling{op.Path, false}); err != nil {
			return err
		}
	}
	return nil
}

// spelling is one path as somebody wrote it.
type spelling struct {
	path   string
	folder bool
}

// claim notes a path under the form that a disk without case and Unicode form has for it.
func claim(seen map[string]spelling, s spelling) error {
	key := fold(s.path)
	was, taken := seen[key]
	switch {
	case !taken:
		seen[key] = s
	case was.path != s.path:
		return fmt.Errorf("%s and %s are the same path on some disks", was.path, s.path)
	case was.folder != s.folder:
		return fmt.Errorf("%s would be both a file and a folder", s.path)
	case !s.folder:
		return fmt.Errorf("%s is named twice in one change", s.path)
	}
	return nil
}

func fold(s string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(s))) }

// CheckPath says why a path may not be written, or nil.
func CheckPath(name string) error {
	if name == "." || !fs.ValidPath(name) {
		return fmt.Errorf("%q is not a plain path inside the project", name)
	}
	if slices.Contains(own, firstTwo(name)) {
		return fmt.Errorf("%s is kept for scale's own journal", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		if err := checkPart(part); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// own are the places under .scale that only this package writes, folded.
var own = []string{lockFile, stageDir, txnDir, undoDir, stateDir}

// firstTwo returns the first two parts of a path, folded.
func firstTwo(name string) string {
	parts := strings.SplitN(fold(name), "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func checkPart(part string) error {
	if at := strings.IndexFunc(part, unwritable); at >= 0 {
		return fmt.Errorf("%q has a character that no file name may have on Windows", part)
	}
	if strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") {
		return fmt.Errorf("%q ends in a dot or a space, which Windows drops", part)
	}
	lower := fold(part)
	if lower == ".git" || lower == "git~1" {
		return fmt.Errorf("%q belongs to git", part)
	}
	stem, _, _ := strings.Cut(lower, ".")
	if slices.Contains(devices, strings.TrimRight(stem, " ")) {
		return fmt.Errorf("%q is a device on Windows", part)
	}
	return nil
}

func unwritable(r rune) bool { return r < 0x20 || r == 0x7f || strings.ContainsRune(`<>:"\|?*`, r) }

// devices are the names that Windows reserves, in every folder and with every extension ("Naming Files, Paths, and
// Namespaces" in its documentation).
var devices = []string{
	"con", "prn", "aux", "nul", "conin$", "conout$",
	"com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "com¹", "com²", "com³",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
}
