// Package wire holds the types that JSON, SQL and URLs speak alike.
package wire

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// Decimal is a number with the exact digits it was written with. Never a float: 0.1 stays 0.1, and 19.90 keeps its zero.
type Decimal string

// decimals have at most 28 digits before the point and 10 behind it, and no exponent.
var decimals = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,27})(\.[0-9]{1,10})?$`)

// ParseDecimal reads a decimal number.
func ParseDecimal(text string) (Decimal, error) {
	if !decimals.MatchString(text) {
		return "", errors.New(`must be a decimal number in a string, such as "19.90"`)
	}
	return Decimal(text), nil
}

// Rat is the number for calculating with.
func (d Decimal) Rat() *big.Rat {
	r, _ := new(big.Rat).SetString(string(d))
	return r
}

// UnmarshalText reads a number from a JSON string.
func (d *Decimal) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDecimal(string(text))
	return err
}

// Value writes a number to the database.
func (d Decimal) Value() (driver.Value, error) { return string(d), nil }

// Scan reads a number from the database.
func (d *Decimal) Scan(value any) error {
	switch v := value.(type) {
	case string:
		*d = Decimal(v)
	case []byte:
		*d = Decimal(v)
	default:
		return fmt.Errorf("cannot read a decimal number from %T", value)
	}
	return nil
}

// CompareDecimals orders numbers by value: 12.5 = 12.50 < 100.
func CompareDecimals(a, b string) int {
	wholeA, partA, negativeA := split(a)
	wholeB, partB, negativeB := split(b)
	sign := 1
	if negativeA {
		sign = -1
	}
	if negativeA != negativeB {
		return sign
	}
	return sign * cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), cmp.Compare(wholeA, wholeB), cmp.Compare(partA, partB))
}

// split gives the digits before and behind the point without zeros that say nothing. 0 is not negative.
func split(text string) (whole, part string, negative bool) {
	text, negative = strings.CutPrefix(text, "-")
	whole, part, _ = strings.Cut(text, ".")
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	return whole, part, negative && whole+part != ""
}
