package corpus

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// claim is what a story says of a change to another database: a place that it reads differently, or why it refuses.
type claim struct {
	backend string
	path    string // of the place; none when the change is refused
	text    string // what is read differently, or the next command
}

var claims = regexp.MustCompile(`(?m)^On (\w+), (?:(\S+) reads differently|it refuses): (.+)$`)

// claimsOf reads the lines of a story that are claims.
func claimsOf(story string) []claim {
	var all []claim
	for _, words := range claims.FindAllStringSubmatch(story, -1) {
		all = append(all, claim{words[1], words[2], words[3]})
	}
	return all
}

var unclassified = regexp.MustCompile(`(?m)^With a cache, a test asks about: (\w+)$`)

// methodsOf reads the lines of a story that name a store method of the developer's.
func methodsOf(story string) (names []string) {
	for _, words := range unclassified.FindAllStringSubmatch(story, -1) {
		names = append(names, words[1])
	}
	return names
}

// listed is a line of scale's list of what reads differently.
var listed = regexp.MustCompile(`(?m)^  (\S+):(\d+)  (.+)\n           `)

// holdsTo compares what a story says of a change to a database with what scale said: every place, and no other, under
// the number of the line that holds it; and the next command.
func (e edit) holdsTo(backend string, did answer, after tree) (faults []string) {
	if did.code != 0 {
		for _, c := range e.claims {
			if c.backend == backend && (c.path != "" || !strings.Contains(did.text, "Run: "+c.text+", translate it there, then scale add database --backend "+backend)) {
				faults = append(faults, fmt.Sprintf("its story says %q of %s, and scale said %s", c.text, backend, did.text))
			}
		}
		return faults
	}
	var want []string
	for _, c := range e.claims {
		if c.backend == backend {
			want = append(want, c.path+" "+c.text)
		}
	}
	var got []string
	for _, place := range listed.FindAllStringSubmatch(did.text, -1) {
		path, text := place[1], place[3]
		got = append(got, path+" "+text)
		if line := after.line(path, place[2]); !strings.Contains(line, text) {
			faults = append(faults, fmt.Sprintf("%s:%s is %q and has no %s", path, place[2], line, text))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		faults = append(faults, fmt.Sprintf("%s reads differently: %q, and the story says %q", backend, got, want))
	}
	return faults
}

// line is a line of a file, by its number from 1.
func (tr tree) line(path, number string) string {
	lines := strings.Split(string(tr[path].data), "\n")
	if n, err := strconv.Atoi(number); err == nil && n <= len(lines) {
		return lines[n-1]
	}
	return ""
}
