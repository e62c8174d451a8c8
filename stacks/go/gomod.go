package gostack

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/merge"
)

// modMerger merges go.mod on what it says. Scale's side holds only module, go, toolchain and require lines, so all
// other lines are the user's and stay. A file that nobody has edited is merged too: the user's code may import what scale
// no longer requires.
func (s Stack) modMerger(change generator.Change) merge.Func {
	return func(base, ours, theirs []byte) merge.Result {
		if bytes.Equal(ours, theirs) || bytes.Equal(base, theirs) {
			return merge.Result{Data: ours}
		}
		text, restore := plainText(ours)
		m, fault := s.readMods(change, toLF(base), text, toLF(theirs))
		if fault != nil {
			return byLines(base, ours, theirs, *fault)
		}
		if bytes.Equal(base, ours) && m.result.equal(m.theirs) {
			return merge.Result{Data: theirs}
		}
		data, fault := m.write()
		if fault != nil {
			return byLines(base, ours, theirs, *fault)
		}
		return merge.Result{Data: restore(data), Notes: m.notes()}
	}
}

// modMerge is one merge of go.mod.
type modMerge struct {
	imports  importSet
	cache    modCache
	vendored bool

	files              struct{ base, ours, theirs *modfile.File }
	base, ours, theirs requirements
	result             requirements
	doubt              []string // reasons to look over the requirements again
}

// readMods parses the three files and decides the requirements.
func (s Stack) readMods(change generator.Change, base, ours, theirs []byte) (*modMerge, *merge.Conflict) {
	imports, err := importsAfter(change)
	if err != nil {
		return nil, &merge.Conflict{Why: "the imports of the project's files cannot be read: " + err.Error()}
	}
	m := &modMerge{imports: imports, cache: modCache{s.ModuleCache}, vendored: vendored(change.Disk)}
	if m.files.base, err = modfile.Parse("go.mod", base, nil); err != nil {
		return nil, &merge.Conflict{Why: "what scale wrote last is not a go.mod: " + firstLine(err)}
	}
	if m.files.theirs, err = modfile.Parse("go.mod", theirs, nil); err != nil {
		return nil, &merge.Conflict{Why: "what scale would write is not a go.mod: " + firstLine(err)}
	}
	if m.files.ours, err = modfile.Parse("go.mod", ours, nil); err != nil {
		line := parseLine(err)
		return nil, &merge.Conflict{Line: line, Ours: lineOf(ours, line), Why: unreadable(lineOf(ours, line), err)}
	}
	m.base, m.ours, m.theirs = requirementsOf(m.files.base), requirementsOf(m.files.ours), requirementsOf(m.files.theirs)
	m.decide()
	return m, nil
}

// write puts the decided lines into the user's file. A file whose requirements stay the same keeps its layout.
func (m *modMerge) write() ([]byte, *merge.Conflict) {
	o := m.files.ours
	if fault := mergeStatements(m.files.base, o, m.files.theirs); fault != nil {
		return nil, fault
	}
	if !m.result.equal(m.ours) {
		var list []*modfile.Require
		for _, p := range m.result.paths() {
			r := &modfile.Require{Indirect: m.result[p].indirect}
			r.Mod.Path, r.Mod.Version = p, m.result[p].version
			list = append(list, r)
		}
		o.SetRequireSeparateIndirect(list)
		o.Cleanup()
	}
	data, err := o.Format()
	if err != nil {
		return nil, &merge.Conflict{Why: firstLine(err)}
	}
	return data, nil
}

// notes names the next step, and only when there is a reason for it.
func (m *modMerge) notes() []string {
	var notes []string
	if len(m.doubt) > 0 {
		notes = append(notes, "go.mod: "+strings.Join(m.doubt, "; ")+". Run: go mod tidy")
	}
	if m.vendored && !m.result.sameVersions(m.ours) {
		notes = append(notes, "the vendor folder no longer matches go.mod. Run: go mod vendor")
	}
	return notes
}

// mergeStatements merges the lines module, go and toolchain into o.
func mergeStatements(b, o, t *modfile.File) *merge.Conflict {
	was, mine, now := modulePath(b), modulePath(o), modulePath(t)
	if was != now && mine != now && mine != was {
		line := 0
		if o.Module != nil {
			line = o.Module.Syntax.Start.Line
		}
		return &merge.Conflict{Line: line, Base: was, Ours: mine, Theirs: now, Why: "both sides changed the module path"}
	}
	var faults []error
	if mine == was && was != now {
		faults = append(faults, o.AddModuleStmt(now))
	}
	if err := errors.Join(append(faults, mergeGoLine(b, o, t))...); err != nil {
		return &merge.Conflict{Why: firstLine(err)}
	}
	return nil
}

// mergeGoLine raises the go and toolchain lines to what scale asks for; it never lowers what the user set.
func mergeGoLine(b, o, t *modfile.File) error {
	var faults []error
	if v := laterGo(goLine(b), goLine(o), goLine(t)); v != goLine(o) && v != "" {
		faults = append(faults, o.AddGoStmt(v))
	}
	if was, now := toolchainLine(b), toolchainLine(t); was != now && toolchainLine(o) == was {
		if now == "" {
			o.DropToolchainStmt()
		} else {
			faults = append(faults, o.AddToolchainStmt(now))
		}
	}
	return errors.Join(faults...)
}

func modulePath(f *modfile.File) string {
	if f.Module == nil {
		return ""
	}
	return f.Module.Mod.Path
}

func goLine(f *modfile.File) string {
	if f.Go == nil {
		return ""
	}
	return f.Go.Version
}

func toolchainLine(f *modfile.File) string {
	if f.Toolchain == nil {
		return ""
	}
	return f.Toolchain.Name
}

// parseLine finds the line of modfile's first error, or 0.
func parseLine(err error) int {
	var list modfile.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return list[0].Pos.Line
	}
	return 0
}

// unreadable says why a go.mod cannot be parsed, and the way out where a git merge left its markers there.
func unreadable(line string, err error) string {
	for _, marker := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if strings.HasPrefix(line, marker) {
			return "a merge left its conflict here: keep the lines of both sides, of two versions the higher one, and run the command again"
		}
	}
	return "Go cannot read the file: " + firstLine(err)
}

// firstLine keeps a message to the one sentence that a conflict takes.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

func lineOf(text []byte, line int) string {
	lines := strings.Split(string(text), "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1]
}

// doubtf records why the requirements may need another look.
func (m *modMerge) doubtf(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(m.doubt, text) {
		m.doubt = append(m.doubt, text)
	}
}
