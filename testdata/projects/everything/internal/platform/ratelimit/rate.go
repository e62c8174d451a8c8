package ratelimit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rate is how many requests a window takes. The zero Rate takes any number.
type Rate struct {
	Limit  int
	Window time.Duration
}

// UnmarshalText reads a rate such as 100/1m, or off.
func (r *Rate) UnmarshalText(text []byte) error {
	if string(text) == "off" {
		*r = Rate{}
		return nil
	}
	limit, window, _ := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(limit)
	length, lengthErr := time.ParseDuration(window)
	if err != nil || lengthErr != nil || n < 1 || length < time.Second || length%time.Second != 0 {
		return fmt.Errorf("%q is neither off nor a number and whole seconds, such as 100/1m", text)
	}
	*r = Rate{n, length}
	return nil
}

// policy is a rate and what it is called in headers.
type policy struct {
	name string
	Rate
}
