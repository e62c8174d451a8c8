package gostack

import (
	"bytes"
	"go/format"

	"github.com/scalecli/scale/generator/merge"
)

// MergeFile merges a Go file. Imports are merged as sets, the rest by lines; where all three files are gofmt-clean the
// alignment that gofmt makes plays no part, since it moves lines that nobody changed. A merge that Go cannot read, or
// that declares something twice, is a conflict.
func MergeFile(base, ours, theirs []byte) merge.Result {
	if r, done := oneSided(base, ours, theirs); done {
		return r
	}
	text, restore := plainText(ours)
	r := merge.Checked(mergeText, sound)(toLF(base), text, toLF(theirs))
	r.Data = restore(r.Data)
	return r
}

// mergeText merges texts with LF endings and a final newline.
func mergeText(base, ours, theirs []byte) merge.Result {
	in, ok := readImports(base, ours, theirs)
	if !ok {
		return mergeBody(base, ours, theirs)
	}
	r := mergeBody(in.withOurs(base, in.base), ours, in.withOurs(theirs, in.theirs))
	if fault := in.settle(&r); fault != nil {
		return byLines(base, ours, theirs, *fault)
	}
	if r.Clean() && clean(ours) {
		r.Data = formatted(r.Data)
	}
	return r
}

// mergeBody merges by lines, apart from alignment if it can. A conflict is reported on the lines as they stand.
func mergeBody(base, ours, theirs []byte) merge.Result {
	b, okBase := flat(base)
	o, okOurs := flat(ours)
	t, okTheirs := flat(theirs)
	if okBase && okOurs && okTheirs {
		if r := merge.Beside(b, o, t); r.Clean() {
			r.Data = formatted(r.Data)
			return r
		}
	}
	return merge.Beside(base, ours, theirs)
}

// flat takes the alignment out of a gofmt-clean file; ok is false when gofmt would not put the same one back.
func flat(text []byte) (collapsed []byte, ok bool) {
	collapsed = collapse(text)
	return collapsed, bytes.Equal(formatted(collapsed), text)
}

// formatted is gofmt; a text that it cannot read is left as it is.
func formatted(text []byte) []byte {
	if out, err := format.Source(text); err == nil {
		return out
	}
	return text
}

// clean reports a file that gofmt would leave as it is.
func clean(text []byte) bool {
	out, err := format.Source(text)
	return err == nil && bytes.Equal(out, text)
}
