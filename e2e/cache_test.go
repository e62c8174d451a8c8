package e2e

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

// cachedProject is the program of a project on PostgreSQL with a cache.
func cachedProject(t *testing.T, c backend) string {
	t.Helper()
	p := newProject(t, "--database", "postgres")
	p.run("scale", "add", "cache", "--backend", c.name)
	return p.build()
}

// postgres is the database beside the caches.
func postgres() backend { return servers()[0] }

// reads gets a path and holds the answer to what it should be. cache is what X-Cache has to say.
func (a *app) reads(path, cache, holds string) {
	a.t.Helper()
	got := a.get(path)
	if !got.ok() || got.header.Get("X-Cache") != cache || !strings.Contains(got.body, holds) {
		a.t.Errorf("want a %s that holds %q: X-Cache %q, %v", cache, holds, got.header.Get("X-Cache"), got)
	}
}

func (a *app) create(body string) (at string) {
	a.t.Helper()
	made := a.post("/api/v1/products", body)
	if made.status != 201 {
		a.t.Fatal(made)
	}
	u, err := url.Parse(made.header.Get("Location"))
	if err != nil {
		a.t.Fatal(err)
	}
	return u.Path
}

func TestTwoInstancesShareACache(t *testing.T) {
	each(t, caches(), func(t *testing.T, c backend) {
		program, database, cacheURL := cachedProject(t, c), postgres().empty(t), "CACHE_URL="+os.Getenv(c.variable)
		one, two := start(t, program, database, cacheURL), start(t, program, database, cacheURL)
		one.waitReady()
		two.waitReady()
		const list = "/api/v1/products?limit=50"
		row := one.create(`{"name":"Assam","price":"3.50"}`)
		one.reads(row, "miss", "Assam")
		one.reads(row, "hit", "Assam")
		two.reads(row, "hit", "Assam")
		two.reads(list, "miss", "Assam")
		one.reads(list, "hit", "Assam")

		for i, a := range []*app{one, two, one, two} {
			name := fmt.Sprintf("Darjeeling %d", i)
			if got := a.call("PATCH", row, fmt.Sprintf(`{"name":%q}`, name)); !got.ok() || got.header.Get("X-Cache") != "" {
				t.Error(got)
			}
			other := []*app{two, one}[i%2]
			other.reads(row, "miss", name)
			a.reads(row, "hit", name)
			other.reads(list, "miss", name)
			a.reads(list, "hit", name)
		}

		if got := one.call("DELETE", row, ""); got.status != 204 {
			t.Error(got)
		}
		for _, want := range []string{"miss", "hit"} {
			if got := two.get(row); got.status != 404 || got.header.Get("X-Cache") != want {
				t.Errorf("want a %s: X-Cache %q, %v", want, got.header.Get("X-Cache"), got)
			}
		}
		if got := two.get(list); !got.ok() || strings.Contains(got.body, path.Base(row)) {
			t.Errorf("it is still listed: %v", got)
		}
	})
}

// TestAThousandReadersOfOneColdRowAskTheDatabaseOnce counts the scans that PostgreSQL itself made of the table.
func TestAThousandReadersOfOneColdRowAskTheDatabaseOnce(t *testing.T) {
	each(t, caches(), func(t *testing.T, c backend) {
		program, database, cacheURL := cachedProject(t, c), postgres().empty(t), "CACHE_URL="+os.Getenv(c.variable)
		first := start(t, program, database, cacheURL)
		first.waitReady()
		row := first.create(`{"name":"Assam","price":"3.50"}`)
		first.stop()
		db := open(t, database)
		before := scansOf(t, db, "products")

		// A busy machine must not pass for a slow server here: who gives that up reads past it.
		a := start(t, program, database, cacheURL, "CACHE_TIMEOUT=5s")
		a.waitReady()
		var readers sync.WaitGroup
		answers := make([]answer, 1000)
		begin := make(chan struct{})
		for i := range answers {
			readers.Go(func() {
				<-begin
				answers[i] = a.get(row)
			})
		}
		close(begin)
		readers.Wait()
		outcomes := map[string]int{}
		for _, got := range answers {
			if !got.ok() || !strings.Contains(got.body, "Assam") {
				t.Fatal(got)
			}
			outcomes[got.header.Get("X-Cache")]++
		}
		a.stop()
		after := scansOf(t, db, "products")
		t.Logf("%v, %d scans of the table", outcomes, after-before)
		if after-before != 1 {
			t.Errorf("%d queries reached the table, want 1", after-before)
		}
	})
}

// scansOf is how often a table was looked into. Connections report what they did as they end, so all others have to be
// closed.
func scansOf(t *testing.T, db *sql.DB, table string) int {
	t.Helper()
	began := time.Now()
	for number(t, db, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`) > 0 {
		if time.Since(began) > 10*time.Second {
			t.Fatal("somebody is connected still")
		}
		time.Sleep(10 * time.Millisecond)
	}
	return number(t, db, `SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = $1`, table)
}

// TestNobodyNoticesThatTheCacheIsAway kills the server, or stops it in its tracks, and brings it back, while the app is
// called all the time.
func TestNobodyNoticesThatTheCacheIsAway(t *testing.T) {
	const (
		lasts   = 3 * time.Second
		returns = 5 * time.Second // after which it is used again; it is tried once a second
		slowest = time.Second     // 50 ms are waited for the server, a few times; the rest is the machine's
	)
	for name, o := range map[string]outage{
		"killed":  {harm: (*service.Server).Kill, undo: func(s *service.Server) error { return s.Restart(t.Context()) }},
		"hanging": {harm: (*service.Server).Pause, undo: (*service.Server).Resume},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, caches(), func(t *testing.T, c backend) {
				s, err := service.Start(t.Context(), c.service)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = s.Close() }) // it may be killed
				a := start(t, cachedProject(t, c), postgres().empty(t), "CACHE_URL="+s.URL())
				a.waitReady()
				row := a.create(`{"name":"old","price":"3.50"}`)
				a.reads(row, "miss", "old")
				a.reads(row, "hit", "old")

				l := begin(8, func(i int) answer {
					if i%10 == 0 {
						return a.post("/api/v1/products", fmt.Sprintf(`{"name":"Tea %d","price":"1.00"}`, i))
					}
					return a.get(row)
				})
				time.Sleep(time.Second)
				if err := o.harm(s); err != nil {
					t.Fatal(err)
				}
				time.Sleep(lasts / 2)
				if got := a.get("/readyz"); got.status != 200 || !strings.Contains(got.body, `"cache":"unavailable"`) {
					t.Errorf("an instance without its cache is ready, and says so: %v", got)
				}
				if got := a.call("PATCH", row, `{"name":"new"}`); !got.ok() {
					t.Error(got)
				}
				a.reads(row, "bypass", "new")
				time.Sleep(lasts / 2)
				if err := o.undo(s); err != nil {
					t.Fatal(err)
				}
				back := time.Now()
				for a.get(row).header.Get("X-Cache") != "hit" {
					if time.Since(back) > returns {
						t.Fatal("the cache is not used again")
					}
					time.Sleep(10 * time.Millisecond)
				}
				t.Logf("it was used again after %s", time.Since(back).Round(time.Millisecond))
				a.reads(row, "hit", "new")

				answers := l.stop()
				outcomes := map[string]int{}
				patched := false
				for _, got := range answers {
					outcomes[got.header.Get("X-Cache")]++
					patched = patched || strings.Contains(got.body, `"name":"new"`)
					switch {
					case !got.ok():
						t.Errorf("a failed request: %v", got)
					case got.took > slowest:
						t.Errorf("a slow request: %v", got)
					}
				}
				t.Logf("%d requests, %v; 99 %% within %s, all within %s", len(answers), outcomes, percentile(answers, 0.99), percentile(answers, 1))
				if outcomes["hit"] == 0 || outcomes["bypass"] == 0 || !patched {
					t.Error("the load did not see the cache both there and away")
				}
			})
		})
	}
}
