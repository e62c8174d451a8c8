package gostack

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"

	"github.com/scalecli/scale/generator/merge"
)

// lifted is a function that the user put between others.
type lifted struct {
	text  []byte // with its comment and the blank line after it
	after string // the function before it; "" when it is the first
}

// mergeFunctions merges by lines. Where that fails, the user and scale may only have put whole functions at the same
// place. The order of functions means nothing, so the user's new ones are taken out, the rest is merged, and they come
// back behind the function that they stood behind.
func mergeFunctions(base, ours, theirs []byte) merge.Result {
	r := mergeBody(base, ours, theirs)
	rest, functions := lift(base, ours)
	if r.Clean() || len(functions) == 0 {
		return r
	}
	merged := mergeBody(base, rest, theirs)
	if !merged.Clean() {
		return r
	}
	for _, f := range functions {
		back, ok := f.back(merged.Data)
		if !ok {
			return r
		}
		merged.Data = back
	}
	if !parses(merged.Data) {
		return r
	}
	return merged
}

// lift takes the functions out of ours that base does not have.
func lift(base, ours []byte) (rest []byte, functions []lifted) {
	known := map[string]bool{}
	for _, f := range functionsOf(base) {
		known[f.name] = true
	}
	last, end := "", 0
	for _, f := range functionsOf(ours) {
		if !known[f.name] {
			rest = append(rest, ours[end:f.from]...)
			functions = append(functions, lifted{ours[f.from:f.to], last})
			end = f.to
		}
		last = f.name
	}
	return append(rest, ours[end:]...), functions
}

// back puts the function where it stood; ok is false when the one before it is gone.
func (l lifted) back(text []byte) (whole []byte, ok bool) {
	at, found := len(text), functionsOf(text)
	switch {
	case l.after == "" && len(found) > 0:
		at, ok = found[0].from, true
	default:
		for _, f := range found {
			if f.name == l.after {
				at, ok = f.to, true
			}
		}
	}
	out := append(bytes.Clone(text[:at]), ending(text[:at])...)
	out = append(append(out, l.text...), ending(l.text)...)
	return append(bytes.TrimRight(append(out, text[at:]...), "\n"), '\n'), ok
}

// ending is what a text lacks of a blank line at its end.
func ending(text []byte) string {
	return "\n\n"[:2-min(2, len(text)-len(bytes.TrimRight(text, "\n")))]
}

// function is where a function stands in a file, from its comment to the line after it that is not blank.
type function struct {
	name     string // with its receiver
	from, to int
}

// functionsOf lists the functions in the order of the file; none of a text that is not Go, or that has two on a line.
func functionsOf(text []byte) (all []function) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, "", text, parser.ParseComments)
	if err != nil {
		return nil
	}
	for _, d := range parsed.Decls {
		f, is := d.(*ast.FuncDecl)
		if !is {
			continue
		}
		from, to := set.Position(f.Pos()).Offset, set.Position(f.End()).Offset
		if f.Doc != nil {
			from = set.Position(f.Doc.Pos()).Offset
		}
		if len(all) > 0 && from < all[len(all)-1].to {
			return nil
		}
		all = append(all, function{functionName(text, set, f), from, nextLine(text, to)})
	}
	return all
}

// nextLine is where the first line with something on it begins, behind the one that holds the offset.
func nextLine(text []byte, offset int) int {
	line := bytes.IndexByte(text[offset:], '\n')
	if line < 0 {
		return len(text)
	}
	offset += line
	return offset + len(text[offset:]) - len(bytes.TrimLeft(text[offset:], "\n"))
}

func functionName(text []byte, set *token.FileSet, f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	return string(text[set.Position(t.Pos()).Offset:set.Position(t.End()).Offset]) + "." + f.Name.Name
}
