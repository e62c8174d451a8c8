package merge

import (
	"fmt"
	"slices"
)

// Env merges a .env.example by its keys. What theirs adds is put in before the next key of theirs that stands in ours, or
// else at the end; what theirs drops goes only if its value is still that of base; nothing is reordered. The comments
// right above a key travel with it. A key that both sides gave different values is a conflict.
//
// A file that is no plain list of settings (a key twice, a value over several lines) is merged by lines instead.
func Env(base, ours, theirs []byte) Result {
	if r, done := whole(base, ours, theirs); done {
		return r
	}
	s := readSides(base, ours, theirs)
	b, okB := readEnv(s.base)
	o, okO := readEnv(s.ours)
	t, okT := readEnv(s.theirs)
	if !okB || !okO || !okT {
		return s.result(mergeLines(s.base, s.ours, s.theirs))
	}
	m := envMerge{base: b, ours: o, theirs: t}
	regions := m.merged()
	r := s.result(regions)
	r.Notes = m.notes
	return r
}

// envMerge is one merge of three lists of settings under way.
type envMerge struct {
	base, ours, theirs envFile
	notes              []string
}

func (m *envMerge) note(format string, args ...any) {
	m.notes = append(m.notes, fmt.Sprintf(format, args...))
}

// merged walks through ours and puts what theirs adds where it belongs.
func (m *envMerge) merged() []region {
	before := m.added()
	var regions []region
	for _, o := range m.ours.entries {
		for _, fresh := range before[o.id] {
			regions = append(regions, agreedOn(fresh.lead), agreedOn(fresh.body))
		}
		regions = append(regions, m.settle(o)...)
	}
	for _, fresh := range before[""] {
		regions = append(regions, agreedOn(fresh.lead), agreedOn(fresh.body))
	}
	return append(regions, agreedOn(m.comments("the end", m.base.tail, m.ours.tail, m.theirs.tail)))
}

// added lists the entries that only theirs has, by the entry of ours they come before; "" stands for the end.
func (m *envMerge) added() map[string][]envEntry {
	before := map[string][]envEntry{}
	next := ""
	for _, t := range slices.Backward(m.theirs.entries) {
		b, known := m.base.find(t.id)
		switch _, stands := m.ours.find(t.id); {
		case stands:
			next = t.id
		case !known:
			before[next] = slices.Insert(before[next], 0, t)
		case b.value != t.value:
			m.note("%s stays deleted, though scale has a new value for it", t.id)
		}
	}
	return before
}

// settle decides an entry of ours.
func (m *envMerge) settle(o envEntry) []region {
	b, inBase := m.base.find(o.id)
	t, inTheirs := m.theirs.find(o.id)
	switch {
	case inTheirs:
		return []region{agreedOn(m.comments(o.id, b.lead, o.lead, t.lead)), settleValue(b, o, t)}
	case inBase && b.value == o.value:
		return []region{agreedOn(o.lead[:len(o.lead)-commonTail(b.lead, o.lead)])}
	case inBase:
		m.note("%s is kept, since its value was changed; scale no longer needs it", o.id)
	}
	return []region{agreedOn(o.lead), agreedOn(o.body)}
}

func settleValue(b, o, t envEntry) region {
	switch {
	case o.value == t.value, b.value == t.value && b.body != nil:
		return agreedOn(o.body)
	case b.value == o.value && b.body != nil:
		return agreedOn(t.body)
	}
	return region{why: "both sides gave " + o.id + " a value", line: o.line, base: b.body, ours: o.body, theirs: t.body}
}

// comments merges what stands above a key. Where both sides rewrote it, ours is kept: it is words, not behaviour.
func (m *envMerge) comments(where string, base, ours, theirs []string) []string {
	var lines []string
	for _, g := range mergeLines(base, ours, theirs) {
		if g.why != "" {
			m.note("the comment above %s is kept, though scale has a new one", where)
			return ours
		}
		lines = append(lines, g.agreed...)
	}
	return lines
}
