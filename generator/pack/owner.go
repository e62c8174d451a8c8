package pack

import (
	"path"
	"strings"
)

// OwnerRules are glob patterns of rendered paths, by owner; whatever none of them matches is the user's. A pattern
// without a slash matches the last part of a path; `**/` at its start matches any folders, `/**` at its end anything
// below.
type OwnerRules struct {
	Scale  []string `yaml:"scale"`
	Once   []string `yaml:"once"`
	Append []string `yaml:"append"`
}

// Match reports whether any pattern matches the path.
func Match(patterns []string, name string) bool {
	for _, p := range patterns {
		if matchOne(p, name) {
			return true
		}
	}
	return false
}

func matchOne(pattern, name string) bool {
	if !strings.Contains(pattern, "/") {
		ok, err := path.Match(pattern, path.Base(name))
		return ok && err == nil
	}
	return matchParts(strings.Split(pattern, "/"), strings.Split(name, "/"))
}

// matchParts matches folder by folder; `**` stands for any number of them.
func matchParts(pattern, name []string) bool {
	switch {
	case len(pattern) == 0:
		return len(name) == 0
	case pattern[0] == "**":
		return matchParts(pattern[1:], name) || len(name) > 0 && matchParts(pattern, name[1:])
	case len(name) == 0:
		return false
	}
	ok, err := path.Match(pattern[0], name[0])
	return ok && err == nil && matchParts(pattern[1:], name[1:])
}
