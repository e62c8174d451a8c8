package generator

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/scalecli/scale/generator/manifest"
	"github.com/scalecli/scale/generator/pack"
)

// misfit is a piece that does not fit the number of processes in a project, and what would.
type misfit struct {
	what  string
	piece string            // that has to change
	set   map[string]string // its backend and options then; none where it cannot stay
}

// checkInstances refuses a project in which several instances run and a piece keeps in each of them what all have to see,
// or in which all of them open more connections than a server grants. What was so before the change stands in no command's
// way: the packs may be newer than the project.
func (s *session) checkInstances(p manifest.Project) error {
	all := misfits(s.packs, p)
	if !s.merged() {
		known := misfits(s.packs, s.applied.Project)
		all = slices.DeleteFunc(all, func(m misfit) bool {
			return slices.ContainsFunc(known, func(k misfit) bool { return k.what == m.what })
		})
	}
	return s.refuseMisfits(all)
}

// refuseMisfits names every fault with its command.
func (s *session) refuseMisfits(all []misfit) error {
	if len(all) == 0 {
		return nil
	}
	var faults []Fault
	var next []string
	for _, m := range all {
		faults = append(faults, Fault{m.what, s.mendMisfit(m)})
		next = append(next, faults[len(faults)-1].Next)
	}
	if len(all) == 1 {
		return &Refused{What: faults[0].What, Next: faults[0].Next}
	}
	if s.byHand() {
		return &Refused{What: inTheWay(len(all)), Faults: faults, Next: "scale apply, once that is mended in " + manifest.FileName}
	}
	return &Refused{What: inTheWay(len(all)), Faults: faults, Next: strings.Join(next, " && ")}
}

func inTheWay(n int) string {
	return fmt.Sprintf("%d things stand in the way of several instances; nothing was written", n)
}

// misfits lists what does not fit the number of processes that a project runs. The engine only compares what the packs and
// the project say.
func misfits(packs *pack.Set, p manifest.Project) []misfit {
	run := packs.Processes(p)
	mended := p
	mended.Pieces = maps.Clone(p.Pieces)
	var all []misfit
	for _, piece := range packs.InUse(p) {
		in := p.Pieces[piece.Name]
		if run.Instances < 2 || piece.StateWith(in.Backend) != pack.PerProcess {
			continue
		}
		m := misfit{what: unshared(run.By, piece, in.Backend), piece: piece.Name}
		if backend, ok := piece.FirstShared(); ok {
			m.set = map[string]string{"backend": backend}
			mended.Pieces[piece.Name] = manifest.Piece{Backend: backend, Options: in.Options}
		}
		all = append(all, m)
	}
	for _, piece := range packs.InUse(p) {
		if m, over := crowded(run, piece, mended.Pieces[piece.Name]); over {
			all = append(all, m)
		}
	}
	return all
}

func unshared(by, piece *pack.Piece, backend string) string {
	if backend == "" {
		return fmt.Sprintf("%s runs several instances, and what %s keeps is seen by one of them only", inProse(by), inProse(piece))
	}
	return fmt.Sprintf("%s needs %s that several instances can share, and this project uses %s", inProse(by), withArticle(inProse(piece)), backend)
}

// crowded compares the connections of all processes with what the server of a piece grants. Smaller pools mend it, or else
// fewer instances, or else a server that grants more.
func crowded(run pack.Processes, piece *pack.Piece, in manifest.Piece) (misfit, bool) {
	each, limit, ok := piece.PoolOf(in)
	processes := run.Instances + run.Others
	if !ok || each*processes <= limit {
		return misfit{}, false
	}
	open := fmt.Sprintf("%s with a pool of %d each open up to %d connections", counted(run), each, each*processes)
	if processes == 1 {
		open = fmt.Sprintf("a pool of %d opens up to %d connections", each, each)
	}
	m := misfit{what: fmt.Sprintf("%s, and the %s of this project (%s) grants %d", open, inProse(piece), in.Backend, limit), piece: piece.Name}
	fewer := limit/each - run.Others
	switch {
	case limit/processes >= piece.Options[piece.Pool.Pool].Min:
		m.set = map[string]string{piece.Pool.Pool: strconv.Itoa(limit / processes)}
	case run.By != nil && fewer >= run.By.Options[run.By.Instances].Min:
		m.piece, m.set = run.By.Name, map[string]string{run.By.Instances: strconv.Itoa(fewer)}
	default:
		m.set = map[string]string{piece.Pool.Limit: strconv.Itoa(each * processes)}
	}
	return m, true
}

func counted(run pack.Processes) string {
	text := count(run.Instances, "instance", "instances")
	if run.Others > 0 {
		text += " and " + count(run.Others, "more process", "more processes")
	}
	return text
}

// mendMisfit is the exact next command.
func (s *session) mendMisfit(m misfit) string {
	switch {
	case len(m.set) == 0 && has(s.packs.InUse(s.applied.Project), m.piece):
		return s.mend("remove", m.piece)
	case len(m.set) == 0:
		return s.mend("remove", s.packs.Processes(s.doc.Project).By.Name)
	}
	var flags, lines []string
	for _, key := range slices.Sorted(maps.Keys(m.set)) {
		lines = append(lines, key+": "+m.set[key])
		if key == "backend" {
			flags = append(flags, "--backend "+m.set[key])
		} else {
			flags = append(flags, "--set "+key+"="+m.set[key])
		}
	}
	if s.byHand() {
		return fmt.Sprintf("scale apply, once %s has %s in %s", m.piece, strings.Join(lines, " and "), manifest.FileName)
	}
	return "scale add " + m.piece + " " + strings.Join(flags, " ")
}

// backendFor is the backend of a piece that was not told one: the first, or where several instances run the first that
// they can share.
func (s *session) backendFor(piece *pack.Piece, p manifest.Project) string {
	names := piece.BackendNames()
	if len(names) == 0 {
		return ""
	}
	run := s.packs.Processes(p)
	shared, ok := piece.FirstShared()
	if run.Instances < 2 || !ok || shared == names[0] {
		return names[0]
	}
	s.notes = append(s.notes, fmt.Sprintf("%s uses %s, which %s can share; with one it would be %s", piece.Name, shared, counted(run), names[0]))
	return shared
}

// inProse is the title of a piece inside a sentence.
func inProse(p *pack.Piece) string {
	first, size := utf8.DecodeRuneInString(p.Title)
	if second, _ := utf8.DecodeRuneInString(p.Title[size:]); unicode.IsUpper(second) {
		return p.Title // an abbreviation
	}
	return string(unicode.ToLower(first)) + p.Title[size:]
}

func withArticle(noun string) string {
	switch {
	case strings.HasSuffix(noun, "s"):
		return noun
	case strings.ContainsRune("aeiou", rune(noun[0])):
		return "an " + noun
	}
	return "a " + noun
}
