package vcs

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// ignores answers which untracked paths git would not add. It reads only the .gitignore files on the way to a path.
type ignores struct {
	repo  *repo
	known map[string][]gitignore.Pattern // by folder
	first []gitignore.Pattern            // of .git/info/exclude
}

func (r *repo) ignores() *ignores {
	exclude := readPatterns(filepath.Join(r.commonDir(), "info", "exclude"), nil)
	return &ignores{repo: r, known: map[string][]gitignore.Pattern{}, first: exclude}
}

func (g *ignores) match(p string) bool {
	parts := strings.Split(p, "/")
	m := gitignore.NewMatcher(append(g.first[:len(g.first):len(g.first)], g.above(path.Dir(p))...))
	for i := range parts { // a pattern for a folder ignores everything in it
		if m.Match(parts[:i+1], i+1 < len(parts)) {
			return true
		}
	}
	return false
}

// above collects the patterns from the root down to a folder.
func (g *ignores) above(dir string) []gitignore.Pattern {
	if ps, ok := g.known[dir]; ok {
		return ps
	}
	var ps []gitignore.Pattern
	var domain []string
	if dir != "." {
		ps = append(ps, g.above(path.Dir(dir))...)
		domain = strings.Split(dir, "/")
	}
	ps = append(ps, readPatterns(filepath.Join(g.repo.onDisk(dir), ".gitignore"), domain)...)
	g.known[dir] = ps
	return ps
}

func readPatterns(file string, domain []string) []gitignore.Pattern {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var ps []gitignore.Pattern
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			ps = append(ps, gitignore.ParsePattern(line, domain))
		}
	}
	return ps
}
