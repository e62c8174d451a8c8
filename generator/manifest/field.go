package manifest

import (
	"fmt"
	"slices"
	"strings"
)

// Field is one column of a module, written `name:type[:index|:unique|:optional]…`. A field that came after its table
// carries the stamp of its migration behind its name, an index that came later behind the word:
// `sku@20261124090000:string:unique:optional`, `price:decimal:index@20261201000000`.
type Field struct {
	Name     string
	Type     string   // one of Types, "enum" or "ref"
	Enum     []string // the values of an enum
	Ref      string   // the module a ref points to
	Index    bool
	Unique   bool
	Optional bool
	Added    Stamp // of the migration that added it; "" when it came with the table
	Indexed  Stamp // of the migration that indexed it; "" when the index came with the field
}

// Types are the field types that take no argument.
var plainTypes = []string{"string", "text", "int", "decimal", "bool", "date", "time", "uuid"}

// Types lists the field types as a user writes them.
func Types() []string { return append(slices.Clone(plainTypes), "enum(a,b)", "ref(module)") }

// ParseField reads one field. The error says which part is wrong and what is allowed.
func ParseField(spec string) (Field, error) {
	parts := strings.Split(spec, ":")
	if len(parts) < 2 {
		return Field{}, fmt.Errorf("field %q has no type: write name:type, with a type of %s", spec, strings.Join(Types(), ", "))
	}
	var f Field
	var err error
	if f.Name, f.Added, err = splitStamp(parts[0]); err != nil {
		return Field{}, fmt.Errorf("field %q: %w", spec, err)
	}
	if err := f.setType(parts[1]); err != nil {
		return Field{}, fmt.Errorf("field %q: %w", spec, err)
	}
	for _, word := range parts[2:] {
		if err := f.setModifier(word); err != nil {
			return Field{}, fmt.Errorf("field %q: %w", spec, err)
		}
	}
	return f, f.check(spec)
}

func splitStamp(word string) (string, Stamp, error) {
	name, text, found := strings.Cut(word, "@")
	if !found {
		return name, "", nil
	}
	stamp, err := parseStamp(text)
	return name, stamp, err
}

func (f *Field) setType(word string) error {
	name, rest, hasArgument := strings.Cut(word, "(")
	if !hasArgument {
		if !slices.Contains(plainTypes, word) {
			return fmt.Errorf("no type %q: use %s", word, strings.Join(Types(), ", "))
		}
		f.Type = word
		return nil
	}
	argument, closed := strings.CutSuffix(rest, ")")
	switch {
	case !closed:
		return fmt.Errorf("%q lacks its closing bracket", word)
	case name == "enum":
		f.Type, f.Enum = name, strings.Split(argument, ",")
		return checkEnum(f.Enum)
	case name == "ref":
		f.Type, f.Ref, f.Index = name, argument, true
		if argument == "" {
			return fmt.Errorf("ref needs the name of a module, as in ref(product)")
		}
		return nil
	}
	return fmt.Errorf("no type %q: use %s", word, strings.Join(Types(), ", "))
}

func checkEnum(values []string) error {
	seen := map[string]bool{}
	for _, v := range values {
		if v == "" || strings.Trim(v, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || v[0] < 'a' {
			return fmt.Errorf("enum value %q must be lower-case letters, digits and _, starting with a letter", v)
		}
		if seen[v] {
			return fmt.Errorf("enum value %q stands twice", v)
		}
		seen[v] = true
	}
	return nil
}

func (f *Field) setModifier(word string) error {
	name, stamp, err := splitStamp(word)
	if err != nil {
		return err
	}
	switch name {
	case "index":
		f.Index, f.Indexed = true, stamp
	case "unique":
		f.Unique = true
	case "optional":
		f.Optional = true
	default:
		return fmt.Errorf("no modifier %q: use index, unique or optional", word)
	}
	if stamp != "" && name != "index" {
		return fmt.Errorf("%q cannot carry a time stamp; only a name and index can", name)
	}
	return nil
}

// check refuses what the parts allow one by one but not together.
func (f *Field) check(spec string) error {
	switch {
	case f.Name == "":
		return fmt.Errorf("field %q has no name", spec)
	case f.Type == "text" && (f.Index || f.Unique):
		return fmt.Errorf("field %q: text cannot be indexed, not every database can: use string", spec)
	case f.Unique && (f.Type == "bool" || f.Type == "enum"):
		return fmt.Errorf("field %q: a table with unique %s values has no room for more than a few rows: leave out unique", spec, f.Type)
	case f.Unique && f.Index && f.Type != "ref":
		return fmt.Errorf("field %q: unique is an index already: leave out index", spec)
	}
	return nil
}

// String writes the field as ParseField reads it.
func (f *Field) String() string {
	var b strings.Builder
	b.WriteString(f.Name)
	b.WriteString(at(f.Added))
	b.WriteString(":" + f.Type)
	switch f.Type {
	case "enum":
		b.WriteString("(" + strings.Join(f.Enum, ",") + ")")
	case "ref":
		b.WriteString("(" + f.Ref + ")")
	}
	if f.Index && (f.Type != "ref" || f.Indexed != "") {
		b.WriteString(":index" + at(f.Indexed))
	}
	if f.Unique {
		b.WriteString(":unique")
	}
	if f.Optional {
		b.WriteString(":optional")
	}
	return b.String()
}

func at(s Stamp) string {
	if s == "" {
		return ""
	}
	return "@" + string(s)
}

// Searchable reports whether lists can filter and sort by the field.
func (f *Field) Searchable() bool { return f.Index || f.Unique }

// asks reports whether two fields are the same, whenever they came.
func (f Field) asks(other Field) bool { return f.plain() == other.plain() }

// plain is the field without time stamps, as a user would write it.
func (f Field) plain() string {
	f.Added, f.Indexed = "", ""
	return f.String()
}
