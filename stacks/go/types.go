package gostack

import (
	"fmt"
	"strings"
)

// The functions below turn one field, as templates see it (a map with lower-case keys), into Go.

var goTypes = map[string]string{
	"string": "string", "text": "string", "enum": "string", "int": "int64", "bool": "bool",
	"decimal": "wire.Decimal", "date": "wire.Date", "time": "wire.Time", "uuid": "uuid.UUID", "ref": "uuid.UUID",
}

// Type is the field's Go type; a pointer when the field can be null.
func Type(field map[string]any) string {
	t := goTypes[field["type"].(string)]
	if field["optional"].(bool) {
		return "*" + t
	}
	return t
}

var parsers = map[string]string{
	"string": "page.Text", "enum": "page.Text", "int": "wire.ParseInt", "bool": "wire.ParseBool",
	"decimal": "wire.ParseDecimal", "date": "wire.ParseDate", "time": "wire.ParseTime", "uuid": "uuid.Parse", "ref": "uuid.Parse",
}

// Parser is the function that reads the field's type from the text in a URL.
func Parser(field map[string]any) string { return parsers[field["type"].(string)] }

// Rule is the call that checks the field's range, or "" where every value of the type is right.
func Rule(field map[string]any) string {
	name := field["name"].(string)
	value := "d." + Name(name)
	if field["optional"].(bool) {
		value = "*" + value
	}
	var rule string
	switch field["type"] {
	case "string":
		rule = fmt.Sprintf("faults.Length(%q, %s, 1, 200)", name, value)
	case "text":
		rule = fmt.Sprintf("faults.Length(%q, %s, 0, 10_000)", name, value)
	case "int":
		rule = fmt.Sprintf("faults.Between(%q, %s, -wire.MaxInt, wire.MaxInt)", name, value)
	case "enum":
		rule = fmt.Sprintf("faults.OneOf(%q, %s, %s)", name, value, quoteAll(field["enum"].([]string)))
	default:
		return ""
	}
	if !field["optional"].(bool) {
		return rule
	}
	return fmt.Sprintf("if d.%s != nil {\n\t\t%s\n\t}", Name(name), rule)
}

func quoteAll(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	return strings.Join(quoted, ", ")
}

// Article is the name in prose with its article: an order, a booking.
func Article(snake string) string {
	w := Words(snake)
	if strings.ContainsRune("aeiou", rune(w[0])) && !strings.HasPrefix(w, "u") {
		return "an " + w
	}
	return "a " + w
}

// fieldNamed reports whether one of the words of a field's name is among those given.
func fieldNamed(field map[string]any, oneOf ...string) bool {
	for _, w := range words(field["name"].(string)) {
		for _, candidate := range oneOf {
			if w == candidate {
				return true
			}
		}
	}
	return false
}
