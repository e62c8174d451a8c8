package gostack

import "maps"

// decide settles every module's requirement: add what is absent, raise and never lower, drop only what nothing needs.
func (m *modMerge) decide() {
	all := requirements{}
	for _, side := range []requirements{m.base, m.ours, m.theirs} {
		maps.Copy(all, side)
	}
	m.result = requirements{}
	used := m.usedModules(all)
	for _, path := range all.paths() {
		if r, ok := m.keep(path, used[path]); ok {
			m.result[path] = r
		}
	}
	m.keepWhatStaysNeeded()
	m.raiseToNeeds()
	m.mark(used)
	m.warn()
}

// usedModules are the modules that hold a package which the project's own code imports.
func (m *modMerge) usedModules(all requirements) map[string]bool {
	used := map[string]bool{}
	for pkg := range m.imports {
		if path, ok := all.provider(pkg); ok {
			used[path] = true
		}
	}
	return used
}

// keep decides one module as far as the three files and the imports tell.
func (m *modMerge) keep(path string, used bool) (requirement, bool) {
	b, inBase := m.base[path]
	o, inOurs := m.ours[path]
	t, inTheirs := m.theirs[path]
	switch {
	case !inOurs && !inTheirs:
		return requirement{}, false
	case !inOurs: // new, or the user took it out
		return t, !inBase || used
	case !inBase && !inTheirs:
		return o, true // the user's own
	case !inTheirs:
		touched := o.version != b.version || o.comment != b.comment
		if touched && !used {
			m.doubtf("%s stays because you changed its line, and nothing imports it", path)
		}
		return o, touched || used
	case o.version == b.version && inBase:
		return requirement{t.version, t.indirect, o.comment}, true
	case inBase && t.version == b.version:
		return o, true
	}
	return requirement{higher(o.version, t.version), o.indirect && t.indirect, o.comment}, true
}

// keepWhatStaysNeeded brings back modules that scale drops and that something else still needs: a requirement of the
// user's own, or a module that stayed. Where the needs of one of these are not known, everything stays.
func (m *modMerge) keepWhatStaysNeeded() {
	for again := true; again; {
		again = false
		needs, unknown := m.ownNeeds()
		for _, path := range m.ours.paths() {
			_, kept := m.result[path]
			_, needed := needs[path]
			if kept || !needed && unknown == "" {
				continue
			}
			m.result[path], again = m.ours[path], true
			if needed {
				m.doubtf("what scale no longer needs stays where a requirement of yours lists it")
			} else {
				m.doubtf("what scale no longer needs stays, because %s may need it", unknown)
			}
		}
	}
}

// raiseToNeeds raises versions where a requirement of the user's asks for more than scale brings, or the other way
// round. Within each side's own list that is settled already.
func (m *modMerge) raiseToNeeds() {
	needs, unknown := m.ownNeeds()
	if unknown != "" && !m.theirs.sameVersions(m.base) {
		m.doubtf("%s is your own and may need other versions", unknown)
	}
	for path, r := range m.theirs {
		if r == m.base[path] {
			continue
		}
		required, _ := m.cache.needsOf(path, r.version)
		for p, v := range required {
			needs[p] = higher(needs[p], v)
		}
	}
	for _, path := range m.result.paths() {
		r := m.result[path]
		if want := needs[path]; want != "" && higher(r.version, want) != r.version {
			m.doubtf("%s is at %s, which another requirement asks for", path, want)
			r.version = want
			m.result[path] = r
		}
	}
}

// ownNeeds are the versions that requirements beside scale's ask for, and the first of these whose needs are not known.
// What one that is known asks for is covered by it.
func (m *modMerge) ownNeeds() (needs map[string]string, unknown string) {
	needs = map[string]string{}
	var open []string
	for _, path := range m.result.paths() {
		version := m.result[path].version
		if m.theirs[path].version == version {
			continue
		}
		required, known := m.cache.needsOf(path, version)
		if !known {
			open = append(open, path)
			continue
		}
		for p, v := range required {
			needs[p] = higher(needs[p], v)
		}
	}
	for _, path := range open {
		if needs[path] == "" || higher(needs[path], m.result[path].version) != needs[path] {
			return needs, path
		}
	}
	return needs, ""
}

// mark sets what is direct: whatever the code imports. A module that only the user requires keeps its mark otherwise.
func (m *modMerge) mark(used map[string]bool) {
	for path, r := range m.result {
		_, dropped := m.base[path]
		if _, rendered := m.theirs[path]; rendered {
			dropped = false
		}
		switch {
		case used[path]:
			r.indirect = false
		case dropped:
			r.indirect = true
		}
		m.result[path] = r
	}
}

// warn names modules that the user holds at an older version than the one scale's pieces were tried with.
func (m *modMerge) warn() {
	for _, path := range m.ours.paths() {
		o, t := m.ours[path], m.theirs[path]
		if t.version != "" && m.result[path].version == o.version && o.version != t.version && higher(o.version, t.version) == t.version {
			m.doubtf("%s is at %s by your choice, scale's pieces were tried with %s", path, o.version, t.version)
		}
	}
}
