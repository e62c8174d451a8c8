package generator

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
)

// alike is the share of lines that make a file a likely new home of a deleted one, as git's rename detection has it.
const alike = 0.6

// moved looks for the file that a deleted one may have been moved to: of the same kind, unknown to scale, and at least
// 60 % alike. "" when there is none.
func (s *session) moved(deleted string, base []byte) string {
	best, to := alike, ""
	lines := lineSet(base)
	// An unreadable corner of the tree costs a hint in the report, nothing else.
	_ = fs.WalkDir(s.disk(), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || p == "." || p != "." && d.IsDir() && !strings.HasPrefix(d.Name(), "."):
			return nil
		case d.IsDir():
			return fs.SkipDir
		case path.Ext(p) != path.Ext(deleted):
			return nil
		}
		if _, known := s.base.Files[p]; known {
			return nil
		}
		data, err := fs.ReadFile(s.disk(), p)
		if share := shared(lines, data); err == nil && share >= best {
			best, to = share, p
		}
		return nil
	})
	return to
}

func lineSet(data []byte) map[string]bool {
	set := map[string]bool{}
	for line := range bytes.Lines(data) {
		set[string(bytes.TrimSpace(line))] = true
	}
	delete(set, "")
	return set
}

// shared is the part of the lines that data holds too, from 0 to 1.
func shared(lines map[string]bool, data []byte) float64 {
	if len(lines) == 0 {
		return 0
	}
	both := 0
	for line := range lineSet(data) {
		if lines[line] {
			both++
		}
	}
	return float64(both) / float64(len(lines))
}
