package page

import (
	"strconv"

	"example.com/team/types/internal/platform/wire"
)

// column is the column, quoted, that a field is compared by. A decimal is text, which keeps its digits; a column beside it
// holds the number.
func (f Field[T]) column(name string) string {
	if example, _ := f.parse("0"); isDecimal(example) {
		name += "_number"
	}
	return `"` + name + `"`
}

func isDecimal(value any) bool {
	_, is := value.(wire.Decimal)
	return is
}

// mark stands for the n-th argument of a statement. Without the cast a decimal would be compared as a float.
func mark(n int, value any) string {
	if isDecimal(value) {
		return "CAST($" + strconv.Itoa(n) + " AS DECIMAL(38,10))"
	}
	return "$" + strconv.Itoa(n)
}

// behind is the condition for the rows that come after a place in the order of its keys. It is spelt out, because MySQL
// reads (a, b) > (c, d) without the index.
func behind(keys, marks []string, compare string) string {
	condition := keys[0] + compare + marks[0]
	if len(keys) > 1 {
		condition = "(" + condition + " OR " + keys[0] + " = " + marks[0] + " AND " + behind(keys[1:], marks[1:], compare) + ")"
	}
	return condition
}
