// Package wire holds the types that JSON, SQL and URLs speak alike.
package wire

import "errors"

// ParseBool reads true or false.
func ParseBool(text string) (bool, error) {
	if text != "true" && text != "false" {
		return false, errors.New("must be true or false")
	}
	return text == "true", nil
}
