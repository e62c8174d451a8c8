package gostack

import (
	"errors"
	"fmt"
	"go/token"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/module"

	"github.com/scalecli/scale/generator"
)

// MaxName is the longest name in bytes. PostgreSQL cuts identifiers at 63, and an index is named after its table, its
// column and what it is.
const MaxName = 40

// CheckName says why a project, module, field or part of a module cannot have this name in Go, or nil. The message holds the name, the
// reason, and what would do.
func (Stack) CheckName(kind, name string) error {
	if err := checkSpelling(kind, name); err != nil {
		return err
	}
	reason := ""
	switch kind {
	case generator.KindProject:
		reason = projectReason(name)
	case generator.KindModule:
		reason = moduleReason(name)
	case generator.KindField:
		reason = fieldReason(name)
	default:
		reason = partReason(name)
	}
	if reason == "" {
		return nil
	}
	return fmt.Errorf("%s name %q cannot be used: %s", kind, name, reason)
}

// checkSpelling allows lower-case letters, digits and single underscores, in a project's name also dashes.
func checkSpelling(kind, name string) error {
	extra, also := "_", "_"
	if kind == generator.KindProject {
		extra, also = "_-", "_ and -"
	}
	shown := shorten(name)
	switch {
	case name == "":
		return fmt.Errorf("the %s needs a name", kind)
	case len(name) > MaxName:
		return fmt.Errorf("%s name %q is %d bytes long; %d is the most", kind, shown, len(name), MaxName)
	case strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789"+extra) != "" || strayRune(name, extra):
		return fmt.Errorf("%s name %q may hold only lower-case letters a-z, digits, %s", kind, shown, also)
	case name[0] < 'a' || name[0] > 'z':
		return fmt.Errorf("%s name %q must start with a letter", kind, shown)
	case strings.ContainsRune(extra, rune(name[len(name)-1])):
		return fmt.Errorf("%s name %q must end in a letter or digit", kind, shown)
	case doubled(name, extra):
		return fmt.Errorf("%s name %q has two separators in a row", kind, shown)
	}
	return nil
}

func strayRune(name, extra string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune(extra, r)
	})
}

func doubled(name, separators string) bool {
	for i := 1; i < len(name); i++ {
		if strings.IndexByte(separators, name[i]) >= 0 && strings.IndexByte(separators, name[i-1]) >= 0 {
			return true
		}
	}
	return false
}

// shorten keeps a message readable when the name is not.
func shorten(name string) string {
	const most = 48
	if len(name) <= most {
		return name
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + "…"
}

// projectReason looks at what a project's name becomes: a folder, a command under cmd/, and a Go import path.
func projectReason(name string) string {
	if device(name) {
		return "Windows keeps it for a device"
	}
	if token.IsKeyword(name) || predeclared[name] {
		return "it is a word of Go, and the import path starts with it"
	}
	return projectReasons[name]
}

// moduleReason looks at what a module's name becomes: a package, its folder, its files and a Go type.
func moduleReason(name string) string {
	pkg := Package(name)
	switch {
	case device(name):
		return "Windows keeps it for a device"
	case token.IsKeyword(pkg):
		return "it is a keyword of Go, and a module is a package of that name"
	case predeclared[pkg]:
		return "it is a predeclared name of Go, and a module is a package of that name"
	case crowded[pkg]:
		return "it is the name of a package that generated code imports"
	case strings.HasPrefix(name, "scale_gen"):
		return "scale keeps files of that name for itself"
	case moduleReasons[pkg] != "":
		return moduleReasons[pkg]
	}
	if last, ok := constraintSuffix(name); ok {
		return fmt.Sprintf("the go command builds files ending in _%s only in some cases", last)
	}
	return ""
}

// fieldReason looks at what a field's name becomes: a column, a key in JSON, a parameter of lists, and a Go field.
func fieldReason(name string) string {
	if reason := fieldReasons[name]; reason != "" {
		return reason
	}
	for taken, reason := range fieldReasons {
		if Name(taken) == Name(name) {
			return reason // i_d is ID in Go, as id is
		}
	}
	return ""
}

// partReason looks at what the name of a part becomes: a file in the package of its module, beside those that every module
// has or may come to have, and names in Go. What the module itself declares is found in its files, by Clashes.
func partReason(name string) string {
	switch {
	case device(name):
		return "Windows keeps it for a device"
	case strings.HasPrefix(name, "scale_gen"):
		return "scale keeps files of that name for itself"
	case name == "test":
		return "Go keeps the ending for tests"
	case moduleFiles[name]:
		return "every module may have a file of that name"
	case name == "jobs":
		return "every module may have a type of that name"
	}
	if last, ok := constraintSuffix(name); ok {
		return fmt.Sprintf("the go command builds files ending in _%s only in some cases", last)
	}
	return ""
}

// constraintSuffix finds the last part of a name that makes a file name a build constraint: x_test.go, x_linux.go.
func constraintSuffix(name string) (string, bool) {
	i := strings.LastIndexByte(name, '_')
	if i < 0 {
		return "", false
	}
	last := name[i+1:]
	return last, last == "test" || platforms[last]
}

// device reports the names that Windows refuses for files and folders, whatever their extension.
func device(name string) bool {
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(name) == 4 && (strings.HasPrefix(name, "com") || strings.HasPrefix(name, "lpt")) &&
		name[3] >= '0' && name[3] <= '9'
}

// CheckModulePath says why Go would not take this path for the project's module, or nil.
func (Stack) CheckModulePath(path string) error {
	if path == "" {
		return errors.New("the module path is empty")
	}
	if err := module.CheckImportPath(path); err != nil {
		return fmt.Errorf("module path %q is not one that Go accepts: %w", shorten(path), reason(err))
	}
	first, _, _ := strings.Cut(path, "/")
	if standard[first] {
		return fmt.Errorf("module path %q starts with %s, which is a package of Go's standard library", path, first)
	}
	return nil
}

// reason is what lies below module's error, which repeats the path.
func reason(err error) error {
	var invalid *module.InvalidPathError
	if errors.As(err, &invalid) && invalid.Err != nil {
		return invalid.Err
	}
	return err
}
