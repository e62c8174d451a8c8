package conformance

import (
	"time"

	"github.com/scalecli/scale/generator/manifest"
)

// patches are the promises about PATCH, a merge patch of RFC 7396.
func patches() []Check {
	return []Check{
		{Name: "a patch changes what it names and nothing else", run: patchOne},
		{Name: "null in a patch clears an optional field", run: patchNull},
		{Name: "a patch comes as JSON or as a merge patch", run: patchKinds},
		{Name: "a patch that is refused changes nothing", run: patchRefused},
		{Name: "updated_at moves with a change, and created_at does not", run: patchStamps},
		{Name: "a value that is taken is refused with its field", run: takenValues},
		{Name: "a value is free again when its row is gone", run: freedValues},
	}
}

// patchOne gives a row a value of another one, whose answer tells what that looks like.
func patchOne(t *T) {
	t.eachField("a field", func(manifest.Field) bool { return true }, func(m module, f manifest.Field) {
		r, other := t.create(m, nil), t.create(m, nil)
		t.done(t.ask("DELETE", other.path, nil)) // so that its value is free
		a := t.ask("PATCH", r.path, object{f.Name: other.draft[f.Name]})
		if !t.want(a, 200) {
			return
		}
		want := r.answer.object()
		want[f.Name] = other.answer.object()[f.Name]
		for _, a := range []answer{a, t.ask("GET", r.path, nil)} {
			for _, other := range m.Fields {
				if want, got := want[other.Name], a.object()[other.Name]; !equal(want, got) {
					t.Errorf("a patch of %s: %s is %v, want %v: %s", f.Name, other.Name, got, want, a)
				}
			}
		}
	})
}

func patchNull(t *T) {
	t.eachField("an optional field", nullable, func(m module, f manifest.Field) {
		r := t.create(m, nil)
		a := t.ask("PATCH", r.path, object{f.Name: nil})
		if !t.want(a, 200) {
			return
		}
		for _, a := range []answer{a, t.ask("GET", r.path, nil)} {
			if got := a.object()[f.Name]; got != nil {
				t.Errorf("%s is %v: %s", f.Name, got, a)
			}
		}
	})
}

func patchKinds(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		for _, kind := range []string{"application/json", "application/merge-patch+json", "application/json; charset=utf-8", "Application/JSON"} {
			t.want(t.ask("PATCH", path, t.change(m), "Content-Type", kind), 200)
		}
	})
}

func patchRefused(t *T) {
	t.eachModule(func(m module) {
		path := t.create(m, nil).path
		before := t.ask("GET", path, nil)
		patch := t.change(m)
		patch["no_such_field"] = 1
		if a := t.misuse("PATCH", path, patch); a.status < 400 {
			return // another check says so
		}
		after := t.ask("GET", path, nil)
		if !equal(before.object(), after.object()) || before.header.Get("ETag") != after.header.Get("ETag") {
			t.Errorf("%v was refused and changed something: %s and %s", patch, before, after)
		}
	})
}

func patchStamps(t *T) {
	t.eachModule(func(m module) {
		r := t.create(m, nil)
		time.Sleep(5 * time.Millisecond)
		before, after := r.answer.object(), t.must(t.ask("PATCH", r.path, t.change(m)), 200).object()
		if !equal(before["created_at"], after["created_at"]) || !equal(before["id"], after["id"]) {
			t.Errorf("a patch of %s changes what it cannot name: %v and %v", r.path, before, after)
		}
		if f := (manifest.Field{Type: "time"}); compare(f, before["updated_at"], after["updated_at"]) >= 0 {
			t.Errorf("updated_at of %s is %v, and after a change %v", r.path, before["updated_at"], after["updated_at"])
		}
	})
}

func unique(f manifest.Field) bool { return f.Unique }

func takenValues(t *T) {
	t.eachField("a unique field", unique, func(m module, f manifest.Field) {
		first, second := t.create(m, nil), t.create(m, nil)
		taken := object{f.Name: first.draft[f.Name]}
		for _, a := range []answer{t.misuse("POST", m.path, t.draft(m, taken)), t.misuse("PATCH", second.path, taken)} {
			if t.want(a, 409) && (len(faulty(a)) != 1 || faulty(a)[0] != f.Name) {
				t.Errorf("the errors do not name %q: %s", f.Name, a)
			}
		}
		t.want(t.ask("PATCH", first.path, taken), 200) // it is its own
	})
}

func freedValues(t *T) {
	t.eachField("a unique field", unique, func(m module, f manifest.Field) {
		r := t.create(m, nil)
		t.done(t.ask("DELETE", r.path, nil))
		a := t.ask("POST", m.path, t.draft(m, object{f.Name: r.draft[f.Name]}))
		if t.done(a) {
			t.made.row(m, nil, a)
		}
	})
}
