package conformance

import (
	"strings"
	"sync"

	"github.com/scalecli/scale/generator/manifest"
)

// conditional are the promises about versions of a row: ETag, If-None-Match, If-Match, and changes at the same time.
func conditional() []Check {
	return []Check{
		{Name: "an ETag changes with every change and only then", run: tags},
		{Name: "who has the version already gets 304", run: notModified},
		{Name: "a change of an old version is refused", run: oldVersions},
		{Name: "a deletion of an old version is refused", run: oldDeletions},
		{Name: "of changes at the same time none is lost", run: races},
	}
}

// tag is the ETag of a row now.
func (t *T) tag(path string) string { return t.ask("GET", path, nil).header.Get("ETag") }

// change gives one field of a row another value.
func (t *T) change(m module) object {
	if len(m.Fields) == 0 {
		t.Skipf("module %s has no field to change", m.Name)
	}
	f := m.Fields[0]
	for _, other := range m.Fields {
		if f.Type == "enum" || f.Type == "bool" || f.Type == "ref" {
			f = other // so that the value is another one for sure
		}
	}
	return object{f.Name: t.example(m, f)}
}

func tags(t *T) {
	t.eachModule(func(m module) {
		r := t.create(m, nil)
		first := t.tag(r.path)
		if len(first) < 3 || strings.HasPrefix(first, "W/") || first[0] != '"' || first[len(first)-1] != '"' {
			t.Errorf("the ETag of %s is %q: want a strong one in quotes", r.path, first)
		}
		if again := t.tag(r.path); again != first {
			t.Errorf("the ETag of %s is %s and then %s, with no change between", r.path, first, again)
		}
		if of := r.answer.header.Get("ETag"); of != first {
			t.Errorf("the ETag is %s in the answer to POST, and %s in that to GET: %s", of, first, r.answer)
		}
		changed := t.must(t.ask("PATCH", r.path, t.change(m)), 200)
		second := t.tag(r.path)
		if second == first {
			t.Errorf("the ETag is %s before a change and after it: %s", first, changed)
		}
		if of := changed.header.Get("ETag"); of != second {
			t.Errorf("the ETag is %s in the answer to PATCH, and %s in that to GET: %s", of, second, changed)
		}
	})
}

func notModified(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		tag := t.tag(path)
		for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			a := t.ask("GET", path, nil, "If-None-Match", known)
			if t.want(a, 304) && len(a.body) > 0 {
				t.Errorf("If-None-Match: %s: a 304 has no body: %s", known, a)
			}
		}
		t.want(t.ask("GET", path, nil, "If-None-Match", `"other"`), 200)
		if t.ask("PATCH", path, t.change(m)); t.tag(path) == tag {
			return // another check says so
		}
		t.want(t.ask("GET", path, nil, "If-None-Match", tag), 200)
	})
}

func oldVersions(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		old := t.tag(path)
		t.must(t.ask("PATCH", path, t.change(m), "If-Match", old), 200)
		before := t.ask("GET", path, nil)
		if before.header.Get("ETag") == old {
			return // another check says so
		}
		for _, stale := range []string{old, `"other"`, "W/" + before.header.Get("ETag")} {
			t.want(t.ask("PATCH", path, t.change(m), "If-Match", stale), 412)
		}
		if after := t.ask("GET", path, nil); !equal(before.object(), after.object()) {
			t.Errorf("a change that was refused was made: %s and %s", before, after)
		}
		t.want(t.ask("PATCH", path, t.change(m), "If-Match", `"other", `+before.header.Get("ETag")), 200)
		t.want(t.ask("PATCH", path, t.change(m), "If-Match", "*"), 200)
	})
}

func oldDeletions(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		old := t.tag(path)
		t.must(t.ask("PATCH", path, t.change(m)), 200)
		now := t.tag(path)
		if now == old {
			return // another check says so
		}
		t.want(t.ask("DELETE", path, nil, "If-Match", old), 412)
		t.done(t.ask("DELETE", path, nil, "If-Match", now))
	})
}

// races has several clients change one version of a row at once. One may win; every other is told.
func races(t *T) {
	t.eachField("a field that can be changed at will", ofType("string", "text", "int", "decimal", "uuid"), func(m module, f manifest.Field) {
		if f.Unique || !t.minds(m) {
			return
		}
		for range 3 {
			path := t.create(m, nil).path
			tag := t.tag(path)
			answers := t.atOnce(6, path, func() object { return object{f.Name: t.example(m, f)} }, tag)
			t.oneWon(path, f, answers)
		}
	})
}

// minds reports whether If-Match counts when nothing happens at the same time. Where it does not, another check says so.
func (t *T) minds(m module) bool {
	path := t.create(m, nil).path
	old := t.tag(path)
	return t.ask("PATCH", path, t.change(m)).status == 200 && t.ask("PATCH", path, t.change(m), "If-Match", old).status == 412
}

// atOnce sends patches of one row at the same time.
func (t *T) atOnce(clients int, path string, patch func() object, tag string) []answer {
	answers := make([]answer, clients)
	var wait sync.WaitGroup
	for i := range answers {
		body := patch()
		wait.Go(func() {
			a, err := t.exchange(t.base, "PATCH", path, body, "If-Match", tag)
			if err != nil {
				t.Errorf("PATCH %s: %v", path, err)
				return
			}
			answers[i] = a
		})
	}
	wait.Wait()
	return answers
}

func (t *T) oneWon(path string, f manifest.Field, answers []answer) {
	var won []any
	for _, a := range answers {
		if a.request == nil {
			continue // noted already
		}
		t.seen.add(a)
		if t.want(a, 200, 409, 412) && a.status == 200 {
			won = append(won, a.object()[f.Name])
		}
	}
	now := t.ask("GET", path, nil).object()[f.Name]
	if len(won) != 1 || !equal(won[0], now) {
		t.Errorf("PATCH %s: %d clients with one ETag were told that they changed it, with %v; it is %v", path, len(won), won, now)
	}
}
