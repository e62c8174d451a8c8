package corpus

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// edit is one thing that a developer did to a fresh project.
type edit struct {
	name  string
	patch string // its file
	crlf  bool   // the whole tree has CRLF line ends, as on a checkout on Windows
	tree  tree   // the project after it

	claims       []claim  // what its story says of other databases
	unclassified []string // store methods that its story says a cache asks about
}

const edits = "../../../testdata/edits"

// loadEdits reads the corpus and makes each edit on a project of its own.
func loadEdits(t *testing.T, folder string, pristine tree) []edit {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder), "*.patch"))
	if err != nil {
		t.Fatal(err)
	}
	var all []edit
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		story, _, _ := strings.Cut(string(text), "\ndiff --git ")
		e := edit{name: strings.TrimSuffix(filepath.Base(name), ".patch"), patch: name, crlf: strings.Contains(story, "CRLF"), claims: claimsOf(story + "\n"), unclassified: methodsOf(story + "\n")}
		if e.patch, err = filepath.Abs(name); err != nil {
			t.Fatal(err)
		}
		e.tree = e.madeOn(t, pristine)
		all = append(all, e)
	}
	return all
}

// madeOn is a project after the edit.
func (e edit) madeOn(t *testing.T, pristine tree) tree {
	t.Helper()
	edited, err := e.appliedTo(t, pristine)
	if err != nil {
		t.Fatalf("%s does not fit a fresh project any more; make the same edit on one and take git's diff of it: %v", e.name, err)
	}
	if e.crlf {
		edited.turnToCRLF()
	}
	if len(edited.differences(pristine)) == 0 {
		t.Fatalf("%s changes nothing", e.name)
	}
	return edited
}

// appliedTo is a project after the patch, if that fits.
func (e edit) appliedTo(t *testing.T, project tree) (tree, error) {
	t.Helper()
	text, err := os.ReadFile(e.patch)
	if err != nil {
		t.Fatal(err)
	}
	dir := scratch(t)
	project.writeTo(t, dir)
	if bytes.Contains(text, []byte("\ndiff --git ")) {
		apply := exec.Command("git", "apply", "--whitespace=nowarn", "-")
		// A checkout of this repository in CRLF must not get into the project.
		apply.Dir, apply.Stdin = dir, bytes.NewReader(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
		apply.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		if out, err := apply.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, out)
		}
	}
	return readTree(t, dir), nil
}

// turnToCRLF does what git does with `* text=auto` and core.autocrlf; .gitattributes keeps the baseline out of it.
func (tr tree) turnToCRLF() {
	for path, f := range tr {
		if !strings.HasPrefix(path, ".scale/base/") && f.mode != os.ModeSymlink && utf8.Valid(f.data) {
			f.data = bytes.ReplaceAll(f.data, []byte("\n"), []byte("\r\n"))
			tr[path] = f
		}
	}
}
