// Package wire holds the types that JSON, SQL and URLs speak alike.
package wire

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Date is a day without a time or a zone, such as 2026-11-23.
type Date string

// ParseDate reads a date.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return "", errors.New("must be a date such as 2026-11-23")
	}
	return Date(text), nil
}

// UnmarshalText reads a date from JSON.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Value writes a date to the database.
func (d Date) Value() (driver.Value, error) { return string(d), nil }

// Scan reads a date from the database.
func (d *Date) Scan(value any) error {
	switch v := value.(type) {
	case string:
		*d = Date(v)
	case time.Time:
		*d = Date(v.Format(time.DateOnly))
	default:
		return fmt.Errorf("cannot read a date from %T", value)
	}
	return nil
}
