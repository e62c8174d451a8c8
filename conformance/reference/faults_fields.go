package main

import (
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func fieldFaults() []fault {
	const (
		missing = "a required field that is missing is named"
		unknown = "a field that there is not is named"
		types   = "a value of another JSON type is named"
		texts   = "a text that is too long or holds NUL is named"
		amounts = "a decimal that is no plain number is named"
		dates   = "a date that the calendar lacks is named"
		times   = "a time that is none is named"
		enums   = "an enum value that there is not is named"
	)
	return []fault{
		{"a text that is missing is empty", missing, inMembers(func(r *http.Request, m module, sent object) {
			for _, f := range m.fields {
				if _, there := sent[f.Name]; !there && f.Type == "string" && r.Method == http.MethodPost {
					sent[f.Name] = ""
				}
			}
		})},
		{"a field that is missing is not named", missing, after(func(_ *http.Request, a *answer) {
			if fields, is := a.object()["errors"].([]faulty); is && fields[0].Detail == "is required" {
				delete(a.object(), "errors")
			}
		})},
		{"null is an empty text", "null in a required field is named", inValues(func(value any) any {
			if value == nil {
				return ""
			}
			return value
		}, "string")},
		{"a field that there is not counts for nothing", unknown, inMembers(func(_ *http.Request, m module, sent object) {
			for name := range sent {
				if _, is := m.field(name); !is {
					delete(sent, name)
				}
			}
		})},
		{"names of fields are told without regard to case", unknown, inMembers(func(_ *http.Request, m module, sent object) {
			for _, f := range m.fields {
				if value, there := sent[strings.ToUpper(f.Name)]; there {
					delete(sent, strings.ToUpper(f.Name))
					sent[f.Name] = value
				}
			}
		})},
		{"only the first faulty field is named", "all faulty fields are named at once", after(func(_ *http.Request, a *answer) {
			if fields, is := a.object()["errors"].([]faulty); is {
				a.object()["errors"] = fields[:1]
			}
		})},
		{"an int may come as a text", types, inValues(func(value any) any {
			if text, is := value.(string); is {
				return json.Number(text)
			}
			return value
		}, "int")},
		{"a text may come as a number", types, inValues(func(value any) any {
			if n, is := value.(json.Number); is {
				return n.String()
			}
			return value
		}, "string", "text")},
		{"a truth may come as a text", types, inValues(func(value any) any {
			if value == "true" {
				return true
			}
			return value
		}, "bool")},
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
		{"a day that the calendar lacks is the one behind", dates, inValues(func(value any) any {
			text, _ := value.(string)
			var year, month, day int
			if parts := strings.Split(text, "-"); len(text) == 10 && len(parts) == 3 {
				year, _ = strconv.Atoi(parts[0])
				month, _ = strconv.Atoi(parts[1])
				day, _ = strconv.Atoi(parts[2])
				return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			}
			return value
		}, "date")},
		{"a date needs no zeros", dates, inType("date", func(t *fieldType) {
			parse := t.parse
			t.parse = func(f field, text string) (any, error) {
				if day, err := time.Parse("2006-1-2", text); err == nil {
					text = day.Format(time.DateOnly)
				}
				return parse(f, text)
			}
		})},
		{"a time without its zone is in UTC", "a time without its zone is named", inValues(func(value any) any {
			text, _ := value.(string)
			if _, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
				return text + "Z"
			}
			return value
		}, "time")},
		{"a date is a time", times, inValues(func(value any) any {
			text, _ := value.(string)
			if _, err := time.Parse(time.DateOnly, text); err == nil {
				return text + "T00:00:00Z"
			}
			return value
		}, "time")},
		{"a time may be in seconds since 1970", times, inValues(func(value any) any {
			text, _ := value.(string)
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				return time.Unix(n, 0).UTC().Format(time.RFC3339)
			}
			return value
		}, "time")},
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
