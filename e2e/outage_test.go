package e2e

import (
	"testing"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

const (
	failsFast = time.Second     // what a call may take while the database is down
	bounded   = 8 * time.Second // while it hangs: the time-outs of connecting and of a statement are 2 s and 5 s
	recovered = 7 * time.Second // after it is back; between two tries to migrate lie 5 s at most
)

// outage is a harm that is done to a server for some time.
type outage struct {
	harm, undo func(*service.Server) error
	lasts      time.Duration
}

// course is how an outage went.
type course struct {
	app                   *app
	address               string
	harmed, undone, ready time.Time
	answers               []answer
}

// run runs a fresh project on a server of its own and calls it all the time, from a second before the harm until two
// seconds after the app said that it was ready again.
func (o outage) run(t *testing.T, b backend) course {
	t.Helper()
	s, address := b.server(t)
	c := course{app: start(t, newProject(t, "--database", b.name).build(), address), address: address}
	c.app.waitReady()
	l := begin(8, mixed(c.app))
	time.Sleep(time.Second)
	if err := o.harm(s); err != nil {
		t.Fatal(err)
	}
	c.harmed = time.Now()
	time.Sleep(o.lasts / 4)
	c.probe(t)
	time.Sleep(time.Until(c.harmed.Add(o.lasts)))
	c.undone = time.Now()
	if err := o.undo(s); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	c.app.waitReady()
	c.ready = time.Now()
	t.Logf("the server took %s to come back, the app %s more", back.Sub(c.undone), c.ready.Sub(back))
	if c.ready.Sub(back) > recovered {
		t.Error("that is too long")
	}
	time.Sleep(2 * time.Second)
	c.answers = l.stop()
	c.check(t)
	return c
}

// probe asks the app how it is while the database is away.
func (c course) probe(t *testing.T) {
	t.Helper()
	if got := c.app.get("/livez"); got.status != 200 {
		t.Errorf("the process counts as dead: %v", got)
	}
	if got := c.app.get("/readyz"); got.status != 503 || got.took > 2*failsFast {
		t.Errorf("traffic still comes here: %v", got)
	}
}

// check finds answers that no outage excuses, and failures after the recovery.
func (c course) check(t *testing.T) {
	t.Helper()
	if !c.app.running() {
		t.Errorf("the app ended: %s", c.app.cmd.ProcessState)
	}
	for _, a := range c.answers {
		if !answered(a) && !a.unavailable() {
			t.Fatalf("neither an answer nor 503 with problem+json and Retry-After: %v %v", a, a.header)
		}
		if !answered(a) && a.began.After(c.ready) {
			t.Fatalf("%s after the recovery: %v", a.began.Sub(c.ready), a)
		}
	}
}

// answered reports whether a call of the load came through.
func answered(a answer) bool { return a.ok() || a.status == 404 }

// during are the answers to the calls that began in the outage, some time after its beginning.
func (c course) during(t *testing.T, after time.Duration) []answer {
	t.Helper()
	var all []answer
	for _, a := range c.answers {
		if a.began.After(c.harmed.Add(after)) && a.began.Before(c.undone) {
			all = append(all, a)
		}
	}
	if len(all) == 0 {
		t.Fatal("there were no calls in the outage")
	}
	t.Logf("%d calls in all, %d in the outage, half of them within %s, 99 %% within %s, the slowest in %s",
		len(c.answers), len(all), percentile(all, 0.5), percentile(all, 0.99), percentile(all, 1))
	return all
}

func TestAKilledDatabaseFailsRequestsFastAndIsTakenUpAgain(t *testing.T) {
	restart := func(s *service.Server) error { return s.Restart(t.Context()) }
	each(t, servers(), func(t *testing.T, b backend) {
		c := outage{(*service.Server).Kill, restart, 4 * time.Second}.run(t, b)
		for _, a := range c.during(t, 100*time.Millisecond) {
			if !a.unavailable() || a.took > failsFast {
				t.Fatalf("without a database: %v", a)
			}
		}
		c.keptAll(t)
	})
}

// keptAll compares the rows with the answers that promised them.
func (c course) keptAll(t *testing.T) {
	t.Helper()
	promised := 0
	for _, a := range c.answers {
		if a.status == 201 {
			promised++
		}
	}
	if rows := number(t, open(t, c.address), "SELECT count(*) FROM products"); promised == 0 || rows < promised {
		t.Errorf("%d products were created, %d are in the table", promised, rows)
	}
}

func TestADatabaseThatHangsIsGivenUpInTime(t *testing.T) {
	each(t, servers(), func(t *testing.T, b backend) {
		c := outage{(*service.Server).Pause, (*service.Server).Resume, 12 * time.Second}.run(t, b)
		for _, a := range c.during(t, 100*time.Millisecond) { // a server of many threads does not stop all of them at once
			if a.took > bounded {
				t.Fatalf("a call hung: %v", a)
			}
			if answered(a) && a.began.Add(a.took).Before(c.undone) {
				t.Fatalf("answered by a database that hangs: %v", a)
			}
		}
	})
}

func TestAnAppStartsBeforeItsDatabase(t *testing.T) {
	each(t, servers(), func(t *testing.T, b backend) {
		s, address := b.server(t)
		path := newProject(t, "--database", b.name).build()
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
		a := start(t, path, address)
		if got := a.get("/readyz"); got.status != 503 {
			t.Errorf("ready without a database: %v", got)
		}
		if got := a.get("/api/v1/products"); !got.unavailable() || got.took > failsFast {
			t.Errorf("without a database: %v", got)
		}
		if err := s.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		took := a.waitReady()
		t.Logf("ready %s after the database", took)
		if took > recovered {
			t.Error("that is too long")
		}
		if got := a.post("/api/v1/products", `{"name":"Tea","price":"19.90"}`); got.status != 201 {
			t.Error(got)
		}
		a.stop()
	})
}
