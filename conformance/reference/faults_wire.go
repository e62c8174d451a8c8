package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

func wireFaults() []fault {
	const (
		back     = "what was sent comes back"
		leftOut  = "a field that was left out is null"
		decimals = "a decimal keeps its exact digits"
		ints     = "an int is exact up to 2^53"
		texts    = "a text keeps each character"
		stamps   = "created_at and updated_at are times in UTC"
	)
	return []fault{
		{"a row tells its version", "an answer has every field of the manifest and no other", inRows(func(_ module, r row, shown object) {
			shown["version"] = r.version
		})},
		{"no truth comes back", back, inType("bool", func(t *fieldType) { t.show = func(any) any { return false } })},
		{"a UUID loses its dashes", back, inType("uuid", func(t *fieldType) {
			t.show = func(value any) any { return strings.ReplaceAll(value.(string), "-", "") }
			t.schema = schema("")
		})},
		{"a field without a value is left out", leftOut, inRows(func(_ module, _ row, shown object) {
			for name, value := range shown {
				if value == nil {
					delete(shown, name)
				}
			}
		})},
		{"a text that was left out is empty", leftOut, inMembers(func(r *http.Request, m module, sent object) {
			for _, f := range m.fields {
				if _, there := sent[f.Name]; !there && f.Optional && f.Type == "text" && r.Method == http.MethodPost {
					sent[f.Name] = ""
				}
			}
		})},
		{"a decimal is a number", decimals, inType("decimal", func(t *fieldType) {
			t.show = func(value any) any { return json.Number(fmt.Sprint(value)) }
			t.schema = fixed(object{"type": []string{"string", "number"}})
		})},
		{"a decimal loses its last zeros", decimals, rewritten("decimal", func(text string) string {
			if whole, part, is := strings.Cut(text, "."); is && plainDecimal.MatchString(text) {
				return strings.TrimSuffix(whole+"."+strings.TrimRight(part, "0"), ".")
			}
			return text
		})},
		{"a decimal goes through a float", decimals, rewritten("decimal", func(text string) string {
			if n, err := strconv.ParseFloat(text, 64); err == nil && plainDecimal.MatchString(text) {
				return strconv.FormatFloat(n, 'f', -1, 64)
			}
			return text
		})},
		{"an int is a text", ints, inType("int", func(t *fieldType) {
			t.show = asText
			t.schema = fixed(object{"type": []string{"string", "integer"}})
		})},
		{"the largest int is refused", ints, inType("int", func(t *fieldType) {
			parse := t.parse
			t.parse = func(f field, text string) (any, error) {
				if text == "9007199254740991" {
					return nil, errors.New("is too large")
				}
				return parse(f, text)
			}
		})},
		{"a date is a time of day", "a date is the day that was sent", inType("date", func(t *fieldType) {
			t.show = func(value any) any { return value.(string) + "T00:00:00Z" }
			t.schema = schema("")
		})},
		{"a time keeps the zone it came with", "a time is the moment that was sent, in UTC", inType("time", func(t *fieldType) {
			t.show = func(value any) any { return value.(time.Time).Format(time.RFC3339Nano) }
		})},
		{"a text loses the spaces around it", texts, rewritten("string", strings.TrimSpace)},
		{"a text is escaped as HTML", texts, inType("string", func(t *fieldType) {
			t.show = func(value any) any { return html.EscapeString(value.(string)) }
		})},
		{"an enum lacks its last value", "every enum value is taken", inType("enum", func(t *fieldType) {
			parse := t.parse
			t.parse = func(f field, text string) (any, error) {
				f.Enum = f.Enum[:len(f.Enum)-1]
				return parse(f, text)
			}
		})},
		{"created_at is in the zone of the server", stamps, inRows(func(_ module, r row, shown object) {
			shown["created_at"] = r.created.In(time.FixedZone("CET", 3600)).Format(time.RFC3339Nano)
		})},
		{"updated_at is of another day", stamps, inRows(func(_ module, r row, shown object) {
			shown["updated_at"] = showTime(r.updated.AddDate(0, 0, 1))
		})},
		{"ids are random", "ids are UUIDs of version 7, in the order of creation", func(s *server) { s.newID = uuid.NewString }},
		{"ids go backwards", "ids are UUIDs of version 7, in the order of creation", func(s *server) {
			s.newID = func() string {
				id := uuid.Must(uuid.NewV7())
				for i := range 6 {
					id[i] = ^id[i] // the time
				}
				return id.String()
			}
		}},
	}
}

// rewritten is a fault of a type that keeps something else than it is sent.
func rewritten(name string, text func(string) string) func(*server) {
	return inType(name, func(t *fieldType) {
		parse := t.parse
		t.parse = func(f field, sent string) (any, error) { return parse(f, text(sent)) }
	})
}
