package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// fieldType is what the server knows of one type of field. Values are string, int64, bool, decimal or time.Time.
type fieldType struct {
	json    string // the JSON type it travels as
	parse   func(f field, text string) (any, error)
	show    func(value any) any
	compare func(a, b any) int
	equal   func(a, b any) bool // of a filter and a row
	schema  func(f field) object
}

func fieldTypes() map[string]fieldType {
	text := fieldType{"string", parseText(200), same, byText, byValue, schema("")}
	long := text
	long.parse = parseText(10_000)
	return map[string]fieldType{
		"string":  text,
		"text":    long,
		"enum":    {"string", parseEnum, same, byText, byValue, enumSchema},
		"uuid":    {"string", parseUUID, same, byText, byValue, schema("uuid")},
		"ref":     {"string", parseUUID, same, byText, byValue, schema("uuid")},
		"date":    {"string", parseDate, same, byText, byValue, schema("date")},
		"time":    {"string", parseTime, showTime, byMoment, sameMoment, schema("date-time")},
		"decimal": {"string", parseDecimal, asText, byAmount, sameAmount, schema("")},
		"int":     {"number", parseInt, same, byNumber, byValue, fixed(object{"type": "integer"})},
		"bool":    {"boolean", parseBool, same, byText, byValue, fixed(object{"type": "boolean"})},
	}
}

// read is the value of a field that came as JSON.
func (t fieldType) read(f field, value any) (any, error) {
	switch v := value.(type) {
	case string:
		if t.json == "string" {
			return t.parse(f, v)
		}
	case json.Number:
		if t.json == "number" {
			return t.parse(f, v.String())
		}
	case bool:
		if t.json == "boolean" {
			return v, nil
		}
	}
	return nil, errors.New("must be a " + t.json)
}

func parseText(most int) func(field, string) (any, error) {
	return func(_ field, text string) (any, error) {
		if len([]rune(text)) > most || strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text {
			return nil, fmt.Errorf("must be text of at most %d characters", most)
		}
		return text, nil
	}
}

func parseEnum(f field, text string) (any, error) {
	if !slices.Contains(f.Enum, text) {
		return nil, errors.New("must be one of " + strings.Join(f.Enum, ", "))
	}
	return text, nil
}

func parseUUID(_ field, text string) (any, error) {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return nil, errors.New("must be a UUID")
	}
	return id.String(), nil
}

func parseDate(_ field, text string) (any, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return nil, errors.New("must be a date such as 2026-11-23")
	}
	return text, nil
}

func parseTime(_ field, text string) (any, error) {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return nil, errors.New("must be a time such as 2026-11-23T08:15:00Z")
	}
	return at, nil
}

// decimal has its digits and what they amount to.
type decimal struct {
	digits string
	amount *big.Rat
}

func (d decimal) String() string { return d.digits }

var plainDecimal = regexp.MustCompile(`^-?[0-9]{1,30}(\.[0-9]{1,20})?$`)

func parseDecimal(_ field, text string) (any, error) {
	amount, ok := new(big.Rat).SetString(text)
	if !plainDecimal.MatchString(text) || !ok {
		return nil, errors.New("must be a plain number such as 19.90")
	}
	return decimal{text, amount}, nil
}

func parseInt(_ field, text string) (any, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > 1<<53 || n < -1<<53 {
		return nil, errors.New("must be a whole number within 2^53")
	}
	return n, nil
}

func parseBool(_ field, text string) (any, error) {
	if text != "true" && text != "false" {
		return nil, errors.New("must be true or false")
	}
	return text == "true", nil
}

func same(value any) any     { return value }
func asText(value any) any   { return fmt.Sprint(value) }
func showTime(value any) any { return value.(time.Time).UTC().Format(time.RFC3339Nano) }

func byText(a, b any) int      { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
func byNumber(a, b any) int    { return cmp.Compare(a.(int64), b.(int64)) }
func byMoment(a, b any) int    { return a.(time.Time).Compare(b.(time.Time)) }
func byAmount(a, b any) int    { return a.(decimal).amount.Cmp(b.(decimal).amount) }
func byValue(a, b any) bool    { return a == b }
func sameMoment(a, b any) bool { return byMoment(a, b) == 0 }
func sameAmount(a, b any) bool { return byAmount(a, b) == 0 }
