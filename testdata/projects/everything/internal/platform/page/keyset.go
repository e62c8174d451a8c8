package page

import (
	"strconv"
	"strings"
)

// column is the column, quoted, that a field is compared by.
func (f Field[T]) column(name string) string { return `"` + name + `"` }

// mark stands for the n-th argument of a statement.
func mark(n int, _ any) string { return "$" + strconv.Itoa(n) }

// behind is the condition for the rows that come after a place in the order of its keys.
func behind(keys, marks []string, compare string) string {
	return "(" + strings.Join(keys, ", ") + ")" + compare + "(" + strings.Join(marks, ", ") + ")"
}
