package gostack

import (
	"go/version"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// requirement is one line of go.mod.
type requirement struct {
	version  string
	indirect bool
	comment  string // what stands at the line besides "indirect"
}

// requirements are the require lines of a go.mod by module path.
type requirements map[string]requirement

func requirementsOf(f *modfile.File) requirements {
	all := requirements{}
	for _, r := range f.Require {
		all[r.Mod.Path] = requirement{r.Mod.Version, r.Indirect, commentOf(r.Syntax)}
	}
	return all
}

func commentOf(line *modfile.Line) string {
	var text []string
	for _, c := range slices.Concat(line.Before, line.Suffix) {
		comment := strings.TrimSpace(strings.TrimPrefix(c.Token, "//"))
		comment = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(comment, "indirect"), ";"))
		if comment != "" {
			text = append(text, comment)
		}
	}
	return strings.Join(text, "\n")
}

func (r requirements) paths() []string { return slices.Sorted(maps.Keys(r)) }

// equal compares versions and indirect marks.
func (r requirements) equal(other requirements) bool {
	return maps.EqualFunc(r, other, func(a, b requirement) bool {
		return a.version == b.version && a.indirect == b.indirect
	})
}

func (r requirements) sameVersions(other requirements) bool {
	return maps.EqualFunc(r, other, func(a, b requirement) bool { return a.version == b.version })
}

// provider is the module among these that holds a package: the longest path that the package's path starts with.
func (r requirements) provider(pkg string) (string, bool) {
	for path := pkg; path != ""; {
		if _, ok := r[path]; ok {
			return path, true
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			break
		}
		path = path[:i]
	}
	return "", false
}

// higher is the later of two versions; "" is earlier than any.
func higher(a, b string) string {
	if semver.Compare(a, b) >= 0 {
		return a
	}
	return b
}

// laterGo merges the go line: an untouched one follows scale, a touched one stays unless scale needs a later one.
func laterGo(was, mine, now string) string {
	switch {
	case mine == was:
		return now
	case now == was || version.Compare("go"+mine, "go"+now) >= 0:
		return mine
	}
	return now
}
