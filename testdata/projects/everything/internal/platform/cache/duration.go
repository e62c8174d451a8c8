package cache

import (
	"errors"
	"time"
)

// Duration is a length of time above zero.
type Duration time.Duration

// UnmarshalText reads a length of time.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	*d = Duration(v)
	if err == nil && v <= 0 {
		err = errors.New("must be above zero")
	}
	return err
}
