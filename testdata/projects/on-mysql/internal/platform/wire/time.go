// Package wire holds the types that JSON, SQL and URLs speak alike.
package wire

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Time is a moment in UTC, to the microsecond, written as in RFC 3339.
type Time struct{ time.Time }

// times are as in RFC 3339. time.Parse alone takes T8:15 and a comma too.
var times = regexp.MustCompile(`^.{10}T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):\d\d)$`)

// ParseTime reads a moment in any zone.
func ParseTime(text string) (Time, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || !times.MatchString(text) || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return Time{}, errors.New("must be a time such as 2026-11-23T08:15:00Z")
	}
	return Time{t.UTC().Truncate(time.Microsecond)}, nil
}

// String writes a moment as ParseTime reads it.
func (t Time) String() string { return t.UTC().Format(time.RFC3339Nano) }

// MarshalText writes a moment to JSON.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// MarshalJSON is there because the one of time.Time would be used otherwise.
func (t Time) MarshalJSON() ([]byte, error) { return []byte(`"` + t.String() + `"`), nil }

// UnmarshalJSON reads a moment from JSON.
func (t *Time) UnmarshalJSON(data []byte) (err error) {
	if len(data) < 2 || data[0] != '"' {
		return errors.New("must be a time such as 2026-11-23T08:15:00Z")
	}
	*t, err = ParseTime(string(data[1 : len(data)-1]))
	return err
}

// Value writes a moment to the database.
func (t Time) Value() (driver.Value, error) { return t.UTC(), nil }

// Scan reads a moment from the database.
func (t *Time) Scan(value any) error {
	v, ok := value.(time.Time)
	if !ok {
		return fmt.Errorf("cannot read a time from %T", value)
	}
	t.Time = v.UTC()
	return nil
}
