package db

import (
	"errors"
	"strconv"
)

// PoolSize is how many connections are open at most.
type PoolSize int32

// UnmarshalText reads a size.
func (p *PoolSize) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 32)
	if err != nil || n < 1 || n > 1000 {
		return errors.New("must be from 1 to 1000")
	}
	*p = PoolSize(n)
	return nil
}
