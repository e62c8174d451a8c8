package merge

import (
	"regexp"
	"slices"
	"strings"
)

// envFile is a .env.example as a list of entries and what follows the last of them.
type envFile struct {
	entries []envEntry
	tail    []string
}

// envEntry is a setting, or a comment that stands apart from the settings by the empty line below it.
type envEntry struct {
	id    string   // the key, or the text of the comment
	value string   // of a setting
	lead  []string // the empty lines before it, and the comments right above a setting
	body  []string // its own lines
	line  int      // 0-based line where the body starts
}

func (f envFile) find(id string) (envEntry, bool) {
	i := slices.IndexFunc(f.entries, func(e envEntry) bool { return e.id == id })
	if i < 0 {
		return envEntry{}, false
	}
	return f.entries[i], true
}

var envSetting = regexp.MustCompile(`^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=(.*)$`)

// readEnv reads the lines of a file. It reports false for a file that is more than settings and comments, or that has an
// entry twice.
func readEnv(lines []string) (envFile, bool) {
	var f envFile
	start, comment := 0, 0 // where the lead of the next entry starts, and in it the comment right above
	for i, line := range lines {
		text := strings.TrimSpace(line)
		setting := envSetting.FindStringSubmatch(line)
		switch {
		case setting != nil:
			f.entries = append(f.entries, envEntry{
				id: setting[1], value: strings.TrimSpace(setting[2]), lead: lines[start:i], body: lines[i : i+1], line: i,
			})
			start, comment = i+1, i+1
		case text == "" && i > comment:
			f.entries = append(f.entries, envEntry{
				id: strings.Join(lines[comment:i], "\n"), lead: lines[start:comment], body: lines[comment : i+1], line: comment,
			})
			start, comment = i+1, i+1
		case text == "":
			comment = i + 1
		case !strings.HasPrefix(text, "#"):
			return envFile{}, false
		}
	}
	f.tail = lines[start:]
	return f, !f.repeats()
}

func (f envFile) repeats() bool {
	seen := map[string]bool{}
	for _, e := range f.entries {
		if seen[e.id] {
			return true
		}
		seen[e.id] = true
	}
	return false
}
