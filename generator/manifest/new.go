package manifest

import (
	"bytes"
	"fmt"
	"strings"
)

const header = "# What scale gives this project. Edit it and run `scale apply`, or use `scale add` and `scale remove`.\n"

// New writes the manifest of a project that has no module and no piece yet.
func New(name, stack, modulePath string, schema Schema) (*Document, error) {
	var b bytes.Buffer
	b.WriteString(header)
	fmt.Fprintf(&b, "version: %d\nname: %s\nstack: %s\nmodule_path: %s\n", Version, name, stack, scalar(modulePath))
	for i, h := range schema.Headings {
		b.WriteString("\n" + h.Line + "\n")
		if i == 0 {
			b.WriteString("modules:\n")
		}
	}
	return Parse(b.Bytes(), schema)
}

// scalar quotes a value where plain YAML would read it as something else than this text.
func scalar(text string) string {
	plain := text != "" && !strings.ContainsAny(text, ",[]{}#&*!|>'\"%`\n\t") && !strings.Contains(text, ": ") &&
		!strings.HasSuffix(text, ":") && strings.TrimSpace(text) == text && !strings.ContainsAny(text[:1], "-?:@")
	if plain && !looksTyped(text) {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// looksTyped reports whether YAML would take the text for a boolean, a null or a number.
func looksTyped(text string) bool {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n":
		return true
	}
	return strings.Trim(text, "0123456789.+-eExX_") == ""
}
