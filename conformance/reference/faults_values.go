package main

import (
	"encoding/json"
	"errors"
	"math/big"
	"strconv"
	"strings"
)

// valueFaults are about values of a type that are none.
func valueFaults() []fault {
	const (
		texts   = "a text that is too long or holds NUL is named"
		amounts = "a decimal that is no plain number is named"
		enums   = "an enum value that there is not is named"
	)
	return []fault{
		{"a text has no limit", texts, inType("string", func(t *fieldType) { t.parse = parseText(1 << 30) })},
		{"NUL is dropped from a text", texts, inValues(func(value any) any {
			if text, is := value.(string); is {
				return strings.ReplaceAll(text, "\x00", "")
			}
			return value
		}, "string", "text")},
		{"an int has all of 64 bits", "an int beyond 2^53 is named", inType("int", func(t *fieldType) {
			t.parse = func(_ field, text string) (any, error) {
				n, err := strconv.ParseInt(text, 10, 64)
				if err != nil {
					return nil, errors.New("must be a whole number")
				}
				return n, nil
			}
		})},
		{"an int is cut to a whole number", "an int with a fraction is named", inValues(func(value any) any {
			if n, is := value.(json.Number); is {
				whole, _, _ := strings.Cut(n.String(), ".")
				return json.Number(whole)
			}
			return value
		}, "int")},
		{"a decimal may have an exponent", amounts, inType("decimal", func(t *fieldType) {
			parse := t.parse
			t.parse = func(f field, text string) (any, error) {
				if amount, ok := new(big.Rat).SetString(text); ok && strings.Contains(text, "e") && len(text) < 5 {
					text = amount.FloatString(0)
				}
				return parse(f, text)
			}
		})},
		{"a decimal may have spaces around it", amounts, inValues(trimmed, "decimal")},
		{"an enum may have any value", enums, inType("enum", func(t *fieldType) { t.parse = parseText(200) })},
		{"enum values are told without regard to case", enums, inValues(func(value any) any {
			if text, is := value.(string); is {
				return strings.ToLower(text)
			}
			return value
		}, "enum")},
		{"a UUID is any 36 characters", "a UUID that is none is named", inType("uuid", func(t *fieldType) {
			parse := t.parse
			t.parse = func(f field, text string) (any, error) {
				if len(text) == 36 {
					return text, nil
				}
				return parse(f, text)
			}
		})},
	}
}

func trimmed(value any) any {
	if text, is := value.(string); is {
		return strings.TrimSpace(text)
	}
	return value
}
