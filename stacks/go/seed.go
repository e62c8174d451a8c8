package gostack

import (
	"fmt"
	"regexp"
	"strings"
)

// SeedValue is the Go expression for a field in the i-th example row: believable by its name, and different in each row
// where it has to be.
func SeedValue(field map[string]any) string {
	value := seedValue(field)
	if field["optional"].(bool) {
		return "new(" + value + ")"
	}
	return value
}

func seedValue(f map[string]any) string {
	switch f["type"] {
	case "string":
		return seedString(f)
	case "text":
		return `"Written to be read, and long enough to wrap once on a narrow screen."`
	case "int":
		return "int64(3*i + 1)"
	case "decimal":
		return `wire.Decimal(fmt.Sprintf("%d.%02d", 4+i, 10*(i%10)))`
	case "bool":
		return "i%3 != 0"
	case "date":
		return `wire.Date(time.Date(2026, 1, 1+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))`
	case "time":
		return `wire.Time{Time: time.Date(2026, 1, 1+i, 9, 30, 0, 0, time.UTC)}`
	case "enum":
		values := f["enum"].([]string)
		return fmt.Sprintf("[]string{%s}[i%%%d]", quoteAll(values), len(values))
	}
	return `uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, "` + f["name"].(string) + `", i))`
}

func seedString(f map[string]any) string {
	switch {
	case fieldNamed(f, "email", "mail"):
		return `fmt.Sprintf("person%02d@example.com", i+1)`
	case fieldNamed(f, "phone", "mobile", "tel"):
		return `fmt.Sprintf("+44 20 7946 %04d", i+1)`
	case fieldNamed(f, "url", "website", "link"):
		return `fmt.Sprintf("https://example.com/%d", i+1)`
	case fieldNamed(f, "sku", "code", "number", "reference", "ean", "isbn"):
		return `fmt.Sprintf("A-%04d", i+1)`
	case fieldNamed(f, "currency"):
		return `[]string{"EUR", "USD", "GBP"}[i%3]`
	case fieldNamed(f, "country"):
		return `[]string{"DE", "FR", "NL", "GB"}[i%4]`
	case f["unique"].(bool):
	case fieldNamed(f, "customer", "person", "author", "owner", "guest", "first", "last", "full"):
		return `[]string{"Ada Byron", "Grace Hopper", "Alan Turing", "Hedy Lamarr"}[i%4]`
	case fieldNamed(f, "name", "title"):
		return `[]string{"Oak", "Linen", "Copper", "Wool", "Slate"}[i%5] + []string{" lamp", " chair", " bowl", " frame"}[i/5%4]`
	case fieldNamed(f, "city"):
		return `[]string{"Lisbon", "Oslo", "Ghent", "Turin"}[i%4]`
	}
	w := Words(f["name"].(string))
	return fmt.Sprintf("fmt.Sprintf(%q, i+1)", strings.ToUpper(w[:1])+w[1:]+" %d")
}

// rowNumber finds the variable i.
var rowNumber = regexp.MustCompile(`\bi\b`)

// Seed says what the seed file of a module needs: the standard packages it imports, whether it imports uuid and wire,
// and whether its values differ from row to row.
func Seed(module map[string]any) map[string]any {
	var all strings.Builder
	for _, f := range module["fields"].([]map[string]any) {
		all.WriteString(SeedValue(f) + "\n")
	}
	text := all.String()
	var imports []string
	for _, name := range []string{"fmt", "time"} {
		if strings.Contains(text, name+".") {
			imports = append(imports, name)
		}
	}
	counts := rowNumber.MatchString(text)
	return map[string]any{"imports": imports, "uuid": strings.Contains(text, "uuid."), "wire": strings.Contains(text, "wire."), "counts": counts}
}

// Example is a field's value as JSON, the n-th of several that differ.
func Example(field map[string]any, n int) string {
	switch field["type"] {
	case "string", "text":
		if fieldNamed(field, "email", "mail") {
			return fmt.Sprintf(`"person%d@example.com"`, n)
		}
		return fmt.Sprintf(`"%s %d"`, Words(field["name"].(string)), n)
	case "int":
		return fmt.Sprint(n)
	case "decimal":
		return fmt.Sprintf(`"%d.90"`, n)
	case "bool":
		return "true"
	case "date":
		return fmt.Sprintf(`"2026-11-%02d"`, n)
	case "time":
		return fmt.Sprintf(`"2026-11-%02dT08:15:00Z"`, n)
	case "enum":
		values := field["enum"].([]string)
		return fmt.Sprintf("%q", values[n%len(values)])
	}
	return fmt.Sprintf(`"0199a8b0-0000-7000-8000-%012d"`, n)
}
