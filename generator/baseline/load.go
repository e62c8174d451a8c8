package baseline

import (
	"fmt"
	"maps"
	"slices"

	"github.com/scalecli/scale/generator/apply"
	"github.com/scalecli/scale/generator/render"
)

// Load reads and verifies the baseline. A project without one has an empty one. A base file that is wrong, missing or
// not listed, or a SUM that git merged, is a *Fault.
func Load(root *apply.Root) (*Baseline, error) {
	raw, lines, err := read(root, false)
	if err != nil {
		return nil, err
	}
	paths := slices.Sorted(maps.Keys(lines))
	for _, p := range paths {
		if len(lines[p]) > 1 {
			return nil, &Fault{File: SumFile, What: "has more than one line for " + p + ", as a git merge leaves it", Merged: true}
		}
	}
	b := &Baseline{Files: make(render.Tree), raw: raw, listed: lines}
	for _, p := range paths {
		f := raw[PathOf(p)]
		if f == nil {
			return nil, &Fault{File: PathOf(p), What: "is missing"}
		}
		if !b.trust(p, f, lines[p]) {
			return nil, wrongBytes(p, f, lines[p])
		}
	}
	for _, p := range unlisted(raw, lines) {
		return nil, &Fault{File: PathOf(p), What: "is not listed in " + SumFile}
	}
	return b, nil
}

// LoadMerged is Load for `scale apply`, which repairs what git merged. SUM may then list several lines for a path, or
// hold conflict markers: bytes that match any line are trusted, other bytes, and base files without a line or lines
// without a base file, make the path unknown. Wrong bytes under a single line are no merge's work and stay a *Fault.
func LoadMerged(root *apply.Root) (*Baseline, error) {
	raw, lines, err := read(root, true)
	if err != nil {
		return nil, err
	}
	b := &Baseline{Files: make(render.Tree), raw: raw, listed: lines, Unknown: unlisted(raw, lines)}
	for _, p := range slices.Sorted(maps.Keys(lines)) {
		listed, f := lines[p], raw[PathOf(p)]
		if len(listed) > 1 {
			b.Merged = append(b.Merged, p)
		}
		switch {
		case f == nil:
			b.Unknown = append(b.Unknown, p)
		case b.trust(p, f, listed):
		case len(listed) == 1:
			return nil, wrongBytes(p, f, listed)
		default:
			b.Unknown = append(b.Unknown, p)
		}
	}
	slices.Sort(b.Unknown)
	return b, nil
}

// trust takes a base file into the baseline if a line of SUM proves it.
func (b *Baseline) trust(p string, f *render.File, listed []line) bool {
	sum := hash(f.Data)
	for _, l := range listed {
		if l.sum == sum {
			b.Files[p] = render.File{Data: f.Data, Mode: l.mode, Owner: l.owner}
			return true
		}
	}
	return false
}

// read returns everything under Dir, and the lines of SUM by path, each different line once.
func read(root *apply.Root, markers bool) (map[string]*render.File, map[string][]line, error) {
	paths, err := root.List(Dir)
	if err != nil {
		return nil, nil, fmt.Errorf("read the baseline: %w", err)
	}
	raw := make(map[string]*render.File)
	for _, p := range paths {
		found, err := root.Read(p)
		if err != nil {
			return nil, nil, fmt.Errorf("read the baseline: %w", err)
		}
		if _, isBase := renderedPath(p); found.Kind != "" || !isBase && p != SumFile {
			return nil, nil, &Fault{File: p, What: "does not belong there; remove it", Stray: true}
		}
		raw[p] = found.File
	}
	lines := make(map[string][]line)
	if sum := raw[SumFile]; sum != nil {
		if lines, err = byPath(sum.Data, markers); err != nil {
			return nil, nil, err
		}
	}
	return raw, lines, nil
}

func byPath(data []byte, markers bool) (map[string][]line, error) {
	all, err := parseSum(data, markers)
	if err != nil {
		return nil, fmt.Errorf("%w. Run: git checkout -- %s (or `scale apply` after a git merge)", err, SumFile)
	}
	lines := make(map[string][]line)
	for _, l := range all {
		if !slices.Contains(lines[l.path], l) {
			lines[l.path] = append(lines[l.path], l)
		}
	}
	return lines, nil
}

// unlisted returns the rendered paths of base files that SUM has no line for, sorted.
func unlisted(raw map[string]*render.File, lines map[string][]line) []string {
	var extra []string
	for _, full := range slices.Sorted(maps.Keys(raw)) {
		p, isBase := renderedPath(full)
		if _, listed := lines[p]; isBase && !listed {
			extra = append(extra, p)
		}
	}
	return extra
}
