package gostack

import (
	"bytes"
	"go/ast"
	"slices"
	"strings"

	"github.com/scalecli/scale/generator/merge"
)

// rewrite changes the import declaration of a merged file to the wanted set. The user's lines stay as and where they
// are; what comes joins the group that it stands in on scale's side.
func (s sections) rewrite(text []byte, merged section, want map[importLine]bool) ([]byte, *merge.Conflict) {
	drop, add := minus(merged.lines, want), minus(want, merged.lines)
	if len(drop)+len(add) == 0 {
		return text, nil
	}
	if decl, same := s.theirsWhole(want); same {
		return splice(text, merged, decl), nil
	}
	block, fault := s.block(text, merged, drop)
	if fault != nil {
		return nil, fault
	}
	for _, line := range add {
		block.insert(line, s.companions(line))
	}
	return splice(text, merged, block.render()), nil
}

// theirsWhole is scale's declaration, if it holds exactly what is wanted and the user left theirs as it was written.
func (s sections) theirsWhole(want map[importLine]bool) (decl string, same bool) {
	if len(minus(want, s.theirs.lines))+len(minus(s.theirs.lines, want)) > 0 {
		return "", false
	}
	return s.theirs.source(), s.base.source() == s.ours.source()
}

// splice puts a declaration in the place of the one that stands in a file.
func splice(text []byte, at section, decl string) []byte {
	head, tail := text[:at.decl.from], text[at.decl.to:]
	switch {
	case at.decl.from == at.decl.to: // there is none yet
		decl = "\n\n" + decl
	case decl == "": // none any more
		tail = bytes.TrimLeft(tail, "\n")
	}
	return slices.Concat(head, []byte(decl), tail)
}

// minus lists what is in a and not in b, in order.
func minus(a, b map[importLine]bool) []importLine {
	var rest []importLine
	for line := range a {
		if !b[line] {
			rest = append(rest, line)
		}
	}
	slices.SortFunc(rest, func(x, y importLine) int { return strings.Compare(x.path+" "+x.name, y.path+" "+y.name) })
	return rest
}

// block is an import declaration as rows of text.
type block struct {
	rows    []row
	suffix  string // what follows the closing bracket on its line
	bracket bool   // a single import stands in brackets too
}

// row is one line of a block; a row without an import is a comment or blank.
type row struct {
	text     string
	spec     importLine
	isImport bool
}

// block reads the merged file's declaration without the imports to drop. An import at which the user wrote a comment
// cannot be dropped without losing it, which is a conflict.
func (s sections) block(text []byte, merged section, drop []importLine) (*block, *merge.Conflict) {
	b := &block{bracket: s.ours.bracket && (s.theirs.bracket || len(s.theirs.lines) != 1)}
	specs := map[int]*ast.ImportSpec{}
	for _, spec := range merged.file.Imports {
		specs[merged.set.PositionFor(spec.Pos(), false).Line] = spec
	}
	first := 1 + bytes.Count(text[:merged.decl.from], []byte("\n"))
	source := string(text[merged.decl.from:merged.decl.to])
	if source == "" {
		return b, nil
	}
	rows := strings.Split(source, "\n")
	for i, line := range rows {
		spec, isImport := specs[first+i]
		switch {
		case isImport && slices.Contains(drop, lineOfSpec(spec)):
			if (spec.Doc != nil || spec.Comment != nil) && !strings.Contains(s.base.source(), strings.TrimSpace(line)) {
				return nil, &merge.Conflict{Line: first + i, Ours: line, Why: "scale no longer needs this import, and you wrote at it"}
			}
		case isImport:
			b.rows = append(b.rows, row{indented(line), lineOfSpec(spec), true})
		case i == 0:
		case i == len(rows)-1:
			b.suffix = strings.TrimPrefix(strings.TrimSpace(line), ")")
		default:
			b.rows = append(b.rows, row{text: line})
		}
	}
	return b, nil
}

// indented makes a row of an import that stood without brackets.
func indented(line string) string {
	if rest, ok := strings.CutPrefix(line, "import"); ok {
		return "\t" + strings.TrimSpace(rest)
	}
	return line
}

// companions are the imports of the group in which a line stands on scale's side.
func (s sections) companions(line importLine) map[importLine]bool {
	b, _ := s.block(s.theirs.text, s.theirs, nil)
	group := map[importLine]bool{}
	for _, r := range b.rows {
		if !r.isImport {
			if group[line] {
				break
			}
			group = map[importLine]bool{}
			continue
		}
		group[r.spec] = true
	}
	return group
}

// insert adds an import in order to the group that holds its companions, else to the group of its kind, else as a group
// of its own: Go's packages first, all others last.
func (b *block) insert(line importLine, companions map[importLine]bool) {
	best, score := -1, 0
	for g, group := range b.groups() {
		points := 0
		for _, r := range b.rows[group.from:group.to] {
			if r.isImport && companions[r.spec] && fromStandard(r.spec) == fromStandard(line) {
				points += 2
			} else if r.isImport && fromStandard(r.spec) && fromStandard(line) {
				points++
			}
		}
		if points > score {
			best, score = g, points
		}
	}
	fresh := row{"\t" + line.String(), line, true}
	if best < 0 {
		b.addGroup(fresh)
		return
	}
	group := b.groups()[best]
	at := group.to
	for i := group.to - 1; i >= group.from; i-- {
		if b.rows[i].isImport && b.rows[i].spec.path > line.path {
			at = i
		}
	}
	for at > group.from && at < group.to && !b.rows[at-1].isImport {
		at-- // a comment above an import belongs to it
	}
	b.rows = slices.Insert(b.rows, at, fresh)
}

func (b *block) addGroup(fresh row) {
	switch {
	case len(b.rows) == 0:
		b.rows = []row{fresh}
	case fromStandard(fresh.spec):
		b.rows = append([]row{fresh, {}}, b.rows...)
	default:
		b.rows = append(b.rows, row{}, fresh)
	}
}

// groups are the stretches of rows between blank ones.
func (b *block) groups() []span {
	var all []span
	from := 0
	for i := 0; i <= len(b.rows); i++ {
		if i < len(b.rows) && strings.TrimSpace(b.rows[i].text) != "" {
			continue
		}
		if i > from {
			all = append(all, span{from, i})
		}
		from = i + 1
	}
	return all
}

// render writes the declaration, without brackets when one import is all there is.
func (b *block) render() string {
	var lines []string
	imports := 0
	for i, r := range b.rows {
		if strings.TrimSpace(r.text) == "" && (len(lines) == 0 || i > 0 && strings.TrimSpace(b.rows[i-1].text) == "") {
			continue
		}
		if r.isImport {
			imports++
		}
		lines = append(lines, r.text)
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	switch {
	case len(lines) == 0 && b.suffix == "":
		return ""
	case len(lines) == 1 && imports == 1 && b.suffix == "" && !b.bracket:
		return "import " + strings.TrimSpace(lines[0])
	}
	return "import (\n" + strings.Join(lines, "\n") + "\n)" + b.suffix
}

// fromStandard reports a package of Go's own library: its first path element has no dot and it is not the project's.
func fromStandard(line importLine) bool {
	first, _, _ := strings.Cut(line.path, "/")
	return standard[first]
}
