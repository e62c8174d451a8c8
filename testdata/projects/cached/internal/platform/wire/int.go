// Package wire holds the types that JSON, SQL and URLs speak alike.
package wire

import (
	"errors"
	"strconv"
)

// MaxInt is the largest integer that every JSON reader gets right: 2^53.
const MaxInt = 1 << 53

// ParseInt reads an integer.
func ParseInt(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < -MaxInt || n > MaxInt {
		return 0, errors.New("must be an integer within 2^53")
	}
	return n, nil
}
