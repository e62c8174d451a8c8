package gostack

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/scalecli/scale/generator/merge"
)

// importLine is one import: its name ("" when it has none of its own) and its path.
type importLine struct{ name, path string }

// local is the name by which the file's code knows the package. Without a name of its own that is a guess from the
// path, since the package's files are not at hand.
func (l importLine) local() string {
	if l.name != "" {
		return l.name
	}
	dir := l.path
	if majorVersion.MatchString(path.Base(dir)) && strings.Contains(dir, "/") {
		dir = path.Dir(dir)
	}
	name := path.Base(dir)
	if i := strings.Index(name, ".v"); i > 0 {
		name = name[:i] // gopkg.in/yaml.v3
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "go-"), "-go")
	return strings.ReplaceAll(name, "-", "")
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

func (l importLine) String() string { return strings.TrimSpace(l.name + " " + strconv.Quote(l.path)) }

// section is the part of a file that holds its one import declaration, with the blank lines around it.
type section struct {
	file     *ast.File
	set      *token.FileSet
	text     []byte
	from, to int  // bytes of the section, including the newlines around it
	decl     span // of the declaration's own lines
	bracket  bool // it stands in brackets
	lines    map[importLine]bool
	used     map[string]bool // names that the file's code selects from and does not declare
}

func (s section) source() string { return string(s.text[s.decl.from:s.decl.to]) }

type span struct{ from, to int }

// sections are those of the three files of a merge.
type sections struct{ base, ours, theirs section }

// readImports finds the import sections. ok is false for a file with several import declarations, with cgo, or with two
// imports on one line: these are merged by lines.
func readImports(base, ours, theirs []byte) (s sections, ok bool) {
	b, okBase := readSection(base)
	o, okOurs := readSection(ours)
	t, okTheirs := readSection(theirs)
	return sections{b, o, t}, okBase && okOurs && okTheirs
}

func readSection(text []byte) (section, bool) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", text, parser.ParseComments)
	if err != nil {
		return section{}, false
	}
	s := section{file: f, set: set, text: text, lines: map[importLine]bool{}, used: selectedNames(f)}
	for _, spec := range f.Imports {
		line := lineOfSpec(spec)
		if line.path == "C" || s.lines[line] {
			return section{}, false
		}
		s.lines[line] = true
	}
	return s, s.place()
}

// place finds the section's bytes: the declaration's own lines, or the end of the package clause's line.
func (s *section) place() bool {
	var decls []*ast.GenDecl
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			decls = append(decls, g)
		}
	}
	switch {
	case len(decls) == 0:
		end := lineEnd(s.text, s.offset(s.file.Name.End()))
		s.decl = span{end, end}
	case len(decls) > 1 || !s.oneALine(decls[0]):
		return false
	default:
		s.decl = span{s.offset(decls[0].Pos()), lineEnd(s.text, s.offset(decls[0].End()))}
		s.bracket = decls[0].Lparen.IsValid()
	}
	s.from = len(bytes.TrimRight(s.text[:s.decl.from], "\n"))
	s.to = s.decl.to + len(s.text[s.decl.to:]) - len(bytes.TrimLeft(s.text[s.decl.to:], "\n"))
	return true
}

func (s *section) offset(p token.Pos) int { return s.set.PositionFor(p, false).Offset }

// oneALine reports a declaration whose brackets and imports stand on lines of their own.
func (s *section) oneALine(d *ast.GenDecl) bool {
	if !d.Lparen.IsValid() {
		return true
	}
	last := s.set.PositionFor(d.Lparen, false).Line
	for _, spec := range d.Specs {
		line := s.set.PositionFor(spec.Pos(), false).Line
		if line <= last {
			return false
		}
		last = line
	}
	return s.set.PositionFor(d.Rparen, false).Line > last
}

// lineEnd is where the line ends that holds the offset.
func lineEnd(text []byte, offset int) int {
	if i := bytes.IndexByte(text[offset:], '\n'); i >= 0 {
		return offset + i
	}
	return len(text)
}

func lineOfSpec(spec *ast.ImportSpec) importLine {
	line := importLine{path: strings.Trim(spec.Path.Value, "`\"")}
	if spec.Name != nil {
		line.name = spec.Name.Name
	}
	return line
}

// selectedNames are the names before a dot that the file does not declare itself: its uses of packages.
func selectedNames(f *ast.File) map[string]bool {
	free := map[*ast.Ident]bool{}
	for _, id := range f.Unresolved {
		free[id] = true
	}
	names := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && free[id] {
				names[id.Name] = true
			}
		}
		return true
	})
	return names
}

// withOurs gives a file of scale's the user's import section, so that a merge by lines sees no difference there.
func (s sections) withOurs(text []byte, of section) []byte {
	return bytes.Join([][]byte{text[:of.from], s.ours.text[s.ours.from:s.ours.to], text[of.to:]}, nil)
}

// settle puts the merged set of imports into a merged file.
func (s sections) settle(r *merge.Result) *merge.Conflict {
	merged, ok := readSection(r.Data)
	if !ok {
		return nil // it cannot be read as a whole; its conflicts say why
	}
	want := s.wanted(merged.used)
	if fault := twoMeanings(want); fault != nil {
		return fault
	}
	data, fault := s.rewrite(r.Data, merged, want)
	if fault != nil {
		return fault
	}
	r.Data = data
	return nil
}

// wanted decides which imports the merged file has: the user's own, and of scale's those that its code uses.
func (s sections) wanted(used map[string]bool) map[importLine]bool {
	want := map[importLine]bool{}
	for _, side := range []section{s.ours, s.theirs} {
		for line := range side.lines {
			if s.wants(line, used) {
				want[line] = true
			}
		}
	}
	return want
}

func (s sections) wants(line importLine, used map[string]bool) bool {
	inBase, inOurs, inTheirs := s.base.lines[line], s.ours.lines[line], s.theirs.lines[line]
	switch {
	case inOurs && !inBase && !inTheirs:
		return true
	case inBase && !inOurs && s.ours.calls(line.local()), inBase && !inTheirs && s.theirs.calls(line.local()):
		return inOurs && inTheirs // one side gave the name to another package
	}
	if line.name != "_" && line.name != "." && s.guessed(line) {
		return used[line.local()]
	}
	if inBase {
		return inOurs && inTheirs
	}
	return true
}

// calls reports whether one of the section's imports goes by a name.
func (s section) calls(name string) bool {
	for line := range s.lines {
		if line.local() == name {
			return true
		}
	}
	return false
}

// guessed reports whether the name taken from the path is the one by which every file that has the import uses it.
func (s sections) guessed(line importLine) bool {
	for _, side := range []section{s.base, s.ours, s.theirs} {
		if side.lines[line] && !side.used[line.local()] {
			return false
		}
	}
	return true
}

// twoMeanings finds a name that two imports would both declare.
func twoMeanings(lines map[importLine]bool) *merge.Conflict {
	seen := map[string]importLine{}
	for line := range lines {
		name := line.local()
		if name == "_" || name == "." {
			continue
		}
		if other, taken := seen[name]; taken && other.path != line.path {
			first, second := min(line.String(), other.String()), max(line.String(), other.String())
			return &merge.Conflict{Why: fmt.Sprintf("the name %s would mean both %s and %s", name, first, second)}
		}
		seen[name] = line
	}
	return nil
}
