package problem

import "fmt"

// Between checks that a number is from least to most.
func (f *Faults) Between(field string, n, least, most int64) {
	if n < least || n > most {
		f.Add(field, fmt.Sprintf("must be from %d to %d", least, most))
	}
}
