package problem

import (
	"slices"
	"strings"
)

// OneOf checks that a text is one of those allowed.
func (f *Faults) OneOf(field, text string, allowed ...string) {
	if !slices.Contains(allowed, text) {
		f.Add(field, "must be one of "+strings.Join(allowed, ", "))
	}
}
