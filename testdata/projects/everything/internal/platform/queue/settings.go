package queue

import (
	"errors"
	"strconv"
	"time"
)

// Workers is how many jobs a process runs at a time.
type Workers int

// UnmarshalText reads a number.
func (w *Workers) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 0 || n > 1000 {
		return errors.New("must be from 0 to 1000")
	}
	*w = Workers(n)
	return nil
}

// Duration is a time of at least a second, such as 30s or 72h.
type Duration time.Duration

// UnmarshalText reads a duration.
func (d *Duration) UnmarshalText(text []byte) error {
	duration, err := time.ParseDuration(string(text))
	if err != nil || duration < time.Second {
		return errors.New("must be a time of at least a second, such as 30s or 72h")
	}
	*d = Duration(duration)
	return nil
}
