package conformance

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// caches are the promises about reads that a cache may answer.
func caches() []Check {
	return slices.Concat(
		with([]string{cachePiece},
			Check{Name: "a read says whether the cache had the answer", run: cacheIsTold},
			Check{Name: "the second read of a row is a hit", run: rowsAreKept},
			Check{Name: "the second read of a page is a hit", run: pagesAreKept},
			Check{Name: "that there is no such row is kept too", run: absenceIsKept},
			Check{Name: "a hit has the ETag, and a 304 for who knows it", run: hitsHaveTags},
			Check{Name: "a write is seen by the next read of the row", run: writesReachRows},
			Check{Name: "a write is seen by the next read of a page", run: writesReachPages},
			Check{Name: "no reader gets an old row after a write, whatever others read meanwhile", run: writesReachReaders},
		),
		with([]string{cachePiece, authPiece},
			Check{Name: "what is kept is not given to whom it would be refused", run: keptIsGuarded},
		),
	)
}

const cacheHeader = "X-Cache"

// eachKept runs a check on every module whose reads are kept.
func (t *T) eachKept(do func(m module)) {
	found := false
	for _, m := range t.modules {
		if t.cached(m) {
			found = true
			do(m)
		}
	}
	if !found {
		t.Skipf("the cache keeps nothing of any module")
	}
}

// often is how many times a check reads what it then writes: some caches keep the longer what is asked for the more.
const often = 12

func (t *T) readOften(path string) (last answer) {
	for range often {
		last = t.ask("GET", path, nil)
	}
	return last
}

func cacheIsTold(t *T) {
	t.eachKept(func(m module) {
		for _, path := range []string{m.path + "?limit=3", t.create(m, nil).path, m.path + "/" + uuid.NewString()} {
			for _, method := range []string{"GET", "HEAD"} {
				a := t.ask(method, path, nil)
				if told := a.header.Get(cacheHeader); !slices.Contains([]string{"hit", "miss", "bypass"}, told) {
					t.Errorf("%s is %q, want hit, miss or bypass: %s", cacheHeader, told, a)
				}
			}
		}
	})
}

func rowsAreKept(t *T) {
	t.eachKept(func(m module) { t.isKept(t.create(m, nil).path) })
}

func pagesAreKept(t *T) {
	t.eachKept(func(m module) { t.isKept(m.path + "?limit=4") })
}

func absenceIsKept(t *T) {
	t.eachKept(func(m module) { t.isKept(m.path + "/" + uuid.NewString()) })
}

// isKept notes a fault unless the second answer is from the cache, and the same. What says nothing is another check's.
func (t *T) isKept(path string) {
	first, second := t.ask("GET", path, nil), t.ask("GET", path, nil)
	if told := second.header.Get(cacheHeader); told != "hit" && told != "" {
		t.Errorf("the second read is a %s: %s", told, second)
	}
	if !equal(plain(first), plain(second)) || first.status != second.status {
		t.Errorf("two answers, and nothing was written between: %s and %s", first, second)
	}
}

// plain is the body less what each request has of its own.
func plain(a answer) object {
	o := maps.Clone(a.object())
	delete(o, "request_id")
	return o
}

func hitsHaveTags(t *T) {
	t.eachKept(func(m module) {
		r := t.create(m, nil)
		made := r.answer.header.Get("ETag")
		if hit := t.readOften(r.path); hit.header.Get("ETag") != made {
			t.Errorf("the ETag is %s in the answer to POST, and %s after many reads: %s", made, hit.header.Get("ETag"), hit)
		}
		t.want(t.ask("GET", r.path, nil, "If-None-Match", made), 304)
		t.want(t.ask("GET", r.path, nil, "If-None-Match", `"other"`), 200)
	})
}

func writesReachRows(t *T) {
	t.eachKept(func(m module) {
		path := t.create(m, nil).path
		for range 3 {
			t.readOften(path)
			changed := t.must(t.ask("PATCH", path, t.change(m)), 200)
			if now := t.ask("GET", path, nil); !equal(changed.object(), now.object()) {
				t.Errorf("a change is not in the read that follows it: %s and %s", changed, now)
			}
		}
		t.readOften(path)
		t.done(t.ask("DELETE", path, nil))
		t.want(t.ask("GET", path, nil), 404)
	})
}

// writesReachPages reads a page that holds the newest rows only, so that nobody else's are on it.
func writesReachPages(t *T) {
	t.eachKept(func(m module) {
		page := m.path + "?sort=-id&limit=2"
		newest := func() object {
			items, _ := t.must(t.ask("GET", page, nil), 200).object()["items"].([]any)
			if len(items) == 0 {
				return object{}
			}
			first, _ := items[0].(object)
			return first
		}
		t.readOften(page)
		r := t.create(m, nil)
		if got := newest(); !equal(got, r.answer.object()) {
			t.Errorf("GET %s begins with %v after %s", page, got, r.answer)
		}
		t.readOften(page)
		changed := t.must(t.ask("PATCH", r.path, t.change(m)), 200)
		if got := newest(); !equal(got, changed.object()) {
			t.Errorf("GET %s begins with %v after %s", page, got, changed)
		}
		t.readOften(page)
		gone := t.ask("DELETE", r.path, nil)
		if got := newest(); got["id"] == r.id {
			t.Errorf("GET %s has the row still after %s", page, gone)
		}
	})
}

// writesReachReaders has readers read a row all along while it is changed: one that began to read it before a change must
// not leave the old one behind for those that come after.
func writesReachReaders(t *T) {
	t.eachKept(func(m module) {
		path := t.create(m, nil).path
		var leave atomic.Bool
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for !leave.Load() && t.ctx.Err() == nil {
					if _, err := t.exchange(t.base, "GET", path, nil); err != nil {
						t.Errorf("GET %s: %v", path, err)
						return
					}
				}
			})
		}
		defer readers.Wait()
		defer leave.Store(true)
		for range 15 {
			t.must(t.ask("PATCH", path, t.change(m)), 200) // so that readers look anew, and are under way when …
			changed := t.must(t.ask("PATCH", path, t.change(m)), 200)
			time.Sleep(10 * time.Millisecond) // … they had better not keep what they saw
			for range 3 {
				if now := t.ask("GET", path, nil); !equal(changed.object(), now.object()) {
					t.Fatalf("a change is not in a read that follows it: %s and %s", changed, now)
				}
			}
		}
	})
}

func keptIsGuarded(t *T) {
	d := t.security()
	t.eachKept(func(m module) {
		for _, path := range []string{m.path + "?limit=5", t.create(m, nil).path} {
			if d.public("GET", path) {
				continue
			}
			t.readOften(path)
			t.want(t.ask("GET", path, nil, keyHeader, ""), 401)
		}
	})
}
