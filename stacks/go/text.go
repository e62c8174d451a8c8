package gostack

import (
	"bytes"

	"github.com/scalecli/scale/generator/merge"
)

// oneSided settles the cases in which at most one side changed anything, byte for byte.
func oneSided(base, ours, theirs []byte) (merge.Result, bool) {
	switch {
	case bytes.Equal(ours, theirs), bytes.Equal(base, theirs):
		return merge.Result{Data: ours}, true
	case bytes.Equal(base, ours):
		return merge.Result{Data: theirs}, true
	}
	return merge.Result{}, false
}

// plainText gives a text with LF endings and a final newline, and the way back to the habits of the original. A text
// that mixes line endings is left as it is.
func plainText(original []byte) (text []byte, restore func([]byte) []byte) {
	crlf := bytes.Contains(original, []byte("\r\n")) &&
		bytes.Count(original, []byte("\n")) == bytes.Count(original, []byte("\r\n"))
	open := len(original) > 0 && !bytes.HasSuffix(original, []byte("\n"))
	text = original
	if crlf {
		text = toLF(original)
	}
	if open {
		text = append(bytes.Clone(text), '\n')
	}
	return text, func(merged []byte) []byte {
		if open {
			merged = bytes.TrimSuffix(merged, []byte("\n"))
		}
		if crlf {
			merged = bytes.ReplaceAll(merged, []byte("\n"), []byte("\r\n"))
		}
		return merged
	}
}

func toLF(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }

// byLines reports a conflict that a merge by meaning found. The file shows it between markers where both sides changed
// the same lines, and stays as the user has it otherwise.
func byLines(base, ours, theirs []byte, fault merge.Conflict) merge.Result {
	r := merge.Lines(base, ours, theirs)
	if r.Clean() {
		r.Data = ours
	}
	r.Conflicts = []merge.Conflict{fault}
	return r
}
