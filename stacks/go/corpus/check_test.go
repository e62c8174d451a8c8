package corpus

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

// pair is one edit and one operation: the project in four states.
type pair struct {
	fresh  tree // before anything
	edited tree // after the edit
	asked  tree // after the operation on the fresh project: what scale brings
	after  tree // after the operation on the edited project

	replaces bool // of the operation
}

// faults says what of either side is lost. A merge adds up: in each file every line stands as often as the fresh project
// has it, and more or less by what the developer and what scale did to it.
func (p pair) faults() []string {
	var found []string
	for _, path := range p.paths() {
		if p.replaces && isRequirements(path) {
			continue // which block a requirement stands in, and what stays of the old ones, is for the go command to judge
		}
		if fault := p.faultIn(path); fault != "" {
			found = append(found, path+": "+fault)
		}
	}
	return found
}

// isRequirements tells the files whose lines the go command may move.
func isRequirements(path string) bool { return path == "go.mod" || path == "go.sum" }

func (p pair) paths() []string {
	all := map[string]bool{}
	for _, tr := range []tree{p.fresh, p.edited, p.asked, p.after} {
		for path := range tr.project() {
			all[path] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func (p pair) faultIn(path string) string {
	before, wasThere := p.fresh[path]
	edited, isThere := p.edited[path]
	asked, wanted := p.asked[path]
	after, stands := p.after[path]
	touched := isThere != wasThere || !edited.sameText(before)
	switch {
	case wasThere && !isThere:
		return when(stands, "the developer deleted it, and it is back")
	case !stands && !isThere:
		return when(wanted, "scale should have made it")
	case !stands:
		return when(wanted || touched, "it is gone")
	case !isThere:
		return when(!after.same(asked), "it is not what scale makes on a fresh project")
	case edited.mode != after.mode:
		return fmt.Sprintf("its mode was %v and is %v", edited.mode, after.mode)
	case inCRLF(edited.data) && !inCRLF(after.data) && !p.replaces:
		return "its line ends were CRLF"
	case !wanted || wasThere && asked.same(before) && !isRequirements(path):
		return when(!after.same(edited) && touched, "it is the developer's, and it was changed")
	}
	fault := sum(path, before, edited, asked, after)
	if fault == "" && isYAML(path) {
		fault = structure(before, edited, asked, after)
	}
	return fault
}

func when(bad bool, fault string) string {
	if bad {
		return fault
	}
	return ""
}

func inCRLF(data []byte) bool {
	return bytes.Count(data, []byte("\n")) > 0 && bytes.Count(data, []byte("\n")) == bytes.Count(data, []byte("\r\n"))
}

// sum compares how often each line stands in a merged file with how often it should.
func sum(path string, before, edited, asked, after file) string {
	b, o, t, r := lines(before), lines(edited), lines(asked), lines(after)
	if path == "go.mod" {
		r = unraised(r, o, b)
		for line := range t { // scale's own version of a module that the developer has too
			if module, _, _ := strings.Cut(line, " "); b[line] == 0 && r[line] == 0 && requires(r, module) && requires(o, module) {
				delete(t, line)
			}
		}
	}
	var faults []string
	for _, line := range slices.Sorted(maps.Keys(union(b, o, t, r))) {
		least, most := o[line]+t[line]-b[line], o[line]+t[line]-b[line]
		switch {
		case o[line] > b[line] && t[line] > b[line]: // both sides added it: an import, a requirement
			least = max(o[line], t[line])
		case o[line] < b[line] && t[line] < b[line]: // both took it out
			most = min(o[line], t[line])
			least = max(least, 0)
		case path == "go.sum": // one too many does no harm
			most = r[line]
		case isYAML(path) && strings.HasSuffix(line, ":"): // it stays for what the developer put below it
			most = max(most, o[line])
		case path == ".env.example" && strings.HasPrefix(line, "#"): // it stays with a setting that the developer changed
			most = max(most, o[line])
		}
		if r[line] < least || r[line] > most {
			faults = append(faults, fmt.Sprintf("%q stands there %d times, not %d", line, r[line], least))
		}
	}
	return strings.Join(faults, "; ")
}

func requires(lines map[string]int, module string) bool {
	for line := range lines {
		if strings.HasPrefix(line, module+" ") {
			return true
		}
	}
	return false
}

// unraised puts the developer's own requirements back to their versions, where scale needs a higher one: it stays when
// scale does not need it any more.
func unraised(merged, own, fresh map[string]int) map[string]int {
	known := map[string]bool{}
	for line := range fresh {
		module, _, _ := strings.Cut(line, " ")
		known[module] = true
	}
	back := maps.Clone(merged)
	for line, n := range own {
		module, version, _ := strings.Cut(line, " ")
		for raised := range merged {
			if to, same := strings.CutPrefix(raised, module+" "); same && !known[module] && semver.Compare(to, version) > 0 {
				delete(back, raised)
				back[line] = n
			}
		}
	}
	return back
}

var (
	space = regexp.MustCompile(`\s+`)
	word  = regexp.MustCompile(`\pL`)
)

// lines counts the lines that say something, whatever their indentation and alignment, and whatever block of go.mod they
// stand in.
func lines(f file) map[string]int {
	count := map[string]int{}
	if f.mode == os.ModeSymlink {
		return count
	}
	// A comment behind a line of YAML is a thing of its own: scale may change what stands before it.
	text := strings.ReplaceAll(string(f.data), "} # ", "}\n# ")
	for line := range strings.Lines(text) {
		if line = space.ReplaceAllString(strings.TrimSpace(line), " "); word.MatchString(line) && line != "require (" {
			count[line]++
		}
	}
	return count
}

func union(counts ...map[string]int) map[string]bool {
	all := map[string]bool{}
	for _, count := range counts {
		for line := range count {
			all[line] = true
		}
	}
	return all
}
