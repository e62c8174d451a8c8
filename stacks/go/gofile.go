package gostack

import (
	"bytes"
	"go/format"
	"strings"

	"github.com/scalecli/scale/generator/merge"
)

// MergeFile merges a Go file. Imports are merged as sets, the rest by lines, in which the alignment that gofmt makes
// plays no part, since it moves lines that nobody changed. A file that was gofmt-clean is so afterwards; in any other one
// the user's lines keep their blanks. A merge that Go cannot read, or
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
		return mergeFunctions(base, ours, theirs)
	}
	r := mergeFunctions(in.withOurs(base, in.base), ours, in.withOurs(theirs, in.theirs))
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
	t, okTheirs := flat(theirs)
	if okBase && okTheirs && parses(ours) {
		if r := merge.Beside(b, collapse(ours), t); r.Clean() {
			if clean(ours) {
				r.Data = formatted(r.Data)
			} else {
				r.Data = respell(r.Data, base, ours, theirs)
			}
			return r
		}
	}
	return merge.Beside(base, ours, theirs)
}

// respell gives the lines of a merge their blanks back: those of our file where the user set them, else those of theirs.
func respell(merged, base, ours, theirs []byte) []byte {
	before, mine, now := spellings(base), spellings(ours), spellings(theirs)
	var out bytes.Buffer
	for line := range strings.Lines(string(merged)) {
		was, own, fresh := take(before, line), take(mine, line), take(now, line)
		switch {
		case own != "" && (own != was || fresh == ""):
			out.WriteString(own)
		case fresh != "":
			out.WriteString(fresh)
		default:
			out.WriteString(line)
		}
	}
	return out.Bytes()
}

// take is the next spelling of a line, or "".
func take(from map[string][]string, line string) string {
	known := from[line]
	if len(known) == 0 {
		return ""
	}
	from[line] = known[1:]
	return known[0]
}

// spellings are the lines of a file by what is left of each without alignment, in order.
func spellings(text []byte) map[string][]string {
	found := map[string][]string{}
	collapsed := strings.SplitAfter(string(collapse(text)), "\n")
	for i, line := range strings.SplitAfter(string(text), "\n") {
		found[collapsed[i]] = append(found[collapsed[i]], line)
	}
	return found
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

func parses(text []byte) bool {
	_, err := format.Source(text)
	return err == nil
}

// clean reports a file that gofmt would leave as it is.
func clean(text []byte) bool {
	out, err := format.Source(text)
	return err == nil && bytes.Equal(out, text)
}
