package e2e

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// balancers are the backends of the load balancer.
func balancers() []backend {
	return []backend{
		{"nginx", "", "SCALE_NGINX"},
		{"haproxy", "", "SCALE_HAPROXY"},
		{"caddy", "", "SCALE_CADDY"},
	}
}

// cluster is a program that runs several times behind a load balancer.
type cluster struct {
	*project
	t         *testing.T
	program   string
	database  string
	env       []string // of the instances
	instances []*app
	front     *app // the load balancer
	config    string
}

// balanced makes a project with a load balancer, which limits requests, and builds it. All backends have the same program.
func balanced(t *testing.T) (p *project, program string) {
	t.Helper()
	p = newProject(t, "--database", "postgres")
	p.run("scale", "add", "ratelimit", "--backend", "redis")
	p.run("scale", "add", "loadbalancer")
	return p, p.build()
}

// startCluster runs three instances and the load balancer, and returns when it answers.
func startCluster(t *testing.T, p *project, program string, env ...string) *cluster {
	t.Helper()
	c := &cluster{project: p, t: t, program: program, database: backends()[1].empty(t)}
	c.env = append([]string{"SHUTDOWN_DRAIN=3s", "TRUSTED_PROXIES=1", "RATE_LIMIT_TIMEOUT=2s", "RATE_LIMIT_URL=" + redisServer(t).URL()}, env...)
	var addresses []string
	for range 3 {
		addresses = append(addresses, freeAddress(t))
		c.instances = append(c.instances, nil)
	}
	for i, address := range addresses {
		c.run(i, address)
	}
	c.startFront("http", nil, addresses)
	return c
}

// run starts an instance.
func (c *cluster) run(i int, address string) {
	c.t.Helper()
	c.instances[i] = startAt(c.t, address, c.program, c.database, c.env...)
	c.instances[i].waitReady()
}

// restart starts an instance again where it was.
func (c *cluster) restart(i int) {
	c.t.Helper()
	c.run(i, strings.TrimPrefix(c.instances[i].base, "http://"))
}

// startFront runs the load balancer as make up-local does.
func (c *cluster) startFront(scheme string, env, instances []string) {
	c.t.Helper()
	address := freeAddress(c.t)
	c.config = c.t.TempDir()
	argv := append([]string{filepath.Join(c.dir, "loadbalancer", "local.sh"), c.config, address}, instances...)
	c.front = launch(c.t, scheme+"://"+address, append(env, "PATH="+os.Getenv("PATH")+":/usr/sbin"), argv...)
	c.t.Cleanup(c.endFront)
}

// endFront lets the load balancer end its own children.
func (c *cluster) endFront() {
	_ = c.front.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-c.front.done:
	case <-time.After(20 * time.Second):
		c.t.Error("the load balancer still runs 20 seconds after SIGTERM")
	}
}

// traffic are calls that read, list and create, each with a name of its own.
func (c *cluster) traffic(i int) answer {
	switch i % 4 {
	case 0:
		return c.front.get(products + "?limit=5&sort=-price")
	case 1:
		return c.front.get(products + "/00000000-0000-7000-8000-000000000000")
	case 2:
		return c.front.get("/openapi.json")
	}
	return c.front.post(products, fmt.Sprintf(`{"name":"Tea %d","price":"1.50"}`, i))
}

func TestInstancesComeAndGoBehindALoadBalancer(t *testing.T) {
	p, program := balanced(t)
	for _, b := range balancers() {
		t.Run(b.name, func(t *testing.T) {
			p.t = t
			p.run("scale", "add", "loadbalancer", "--backend", b.name)
			c := startCluster(t, p, program, "RATE_LIMIT_IP=off")
			c.front.waitReady()
			c.checkConfig(b.name)
			c.spreads()
			c.passesRequestIDs()
			c.refusesLargeBodies()
			c.comeAndGo(b.name)
			c.sendsNoPostTwice()
			c.asksAnotherInstance()
			c.isLeftAlone()
		})
	}
}

// spreads calls the instances through the load balancer: each has its share.
func (c *cluster) spreads() {
	c.t.Helper()
	const calls = 600
	before := c.served()
	l := begin(4, func(i int) answer {
		if i >= calls {
			return answer{}
		}
		return c.front.get(products)
	})
	c.await("all calls", func() bool { return sum(c.served())-sum(before) >= calls })
	for _, got := range l.stop() {
		if got.request != "" && !got.ok() {
			c.t.Error(got)
		}
	}
	for i, n := range c.served() {
		if n -= before[i]; n < calls/3*9/10 || n > calls/3*11/10 {
			c.t.Errorf("instance %d had %d of %d calls", i, n, calls)
		}
	}
}

// served is how many lists each instance has answered.
func (c *cluster) served() []int {
	var all []int
	for _, a := range c.instances {
		all = append(all, strings.Count(a.printed(), `"path":"`+products+`"`))
	}
	return all
}

func sum(all []int) (n int) {
	for _, x := range all {
		n += x
	}
	return n
}

// await waits until something is so.
func (c *cluster) await(what string, is func() bool) {
	c.t.Helper()
	for began := time.Now(); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > 20*time.Second {
			c.t.Fatalf("%s: not within 20 seconds", what)
		}
	}
}

// passesRequestIDs looks for the id of a request in its answer and in the log of an instance.
func (c *cluster) passesRequestIDs() {
	c.t.Helper()
	for _, given := range []string{"", "e2e.request-1", "not a word", strings.Repeat("x", 65)} {
		got := c.front.call("GET", products, "", "X-Request-Id", given)
		id := got.header.Get("X-Request-Id")
		if given == "e2e.request-1" && id != given || id == "" || given != "e2e.request-1" && id == given {
			c.t.Errorf("the request with id %q was answered with %q", given, id)
		}
		logged := func(a *app) bool { return strings.Contains(a.printed(), id) }
		c.await("the id "+id+" in the log of an instance", func() bool {
			return logged(c.instances[0]) || logged(c.instances[1]) || logged(c.instances[2])
		})
		c.await("the id "+id+" in the log of the load balancer", func() bool { return logged(c.front) })
	}
}

// refusesLargeBodies sends a body over the program's limit, whoever is the one to refuse it.
func (c *cluster) refusesLargeBodies() {
	c.t.Helper()
	large := c.front.post(products, `{"name":"`+strings.Repeat("x", 1<<20)+`"}`)
	if large.status != 413 {
		c.t.Errorf("a body that is too large: %v", large)
	}
	c.isProblem(large)
}

// comeAndGo ends and starts instances under load. A POST may fail with the instance that is killed; and with nginx, which
// sends requests to an instance until it is refused, in the moment in which one that stops closes its port.
func (c *cluster) comeAndGo(balancer string) {
	c.t.Helper()
	l := begin(6, c.traffic)
	time.Sleep(500 * time.Millisecond)

	killed := time.Now()
	c.instances[0].kill()
	time.Sleep(1500 * time.Millisecond)
	c.restart(0)
	back := time.Now()
	time.Sleep(time.Second)

	c.instances[1].stop()
	time.Sleep(time.Second)
	c.restart(1)
	for i := range c.instances {
		c.instances[i].stop() // takes longer than the load balancer takes to see that the one before is back
		c.restart(i)
	}

	answers := l.stop()
	created, refused := 0, 0
	for _, got := range answers {
		post := strings.HasPrefix(got.request, "POST")
		switch {
		case got.err == nil && got.status < 500:
			if post {
				created++
			}
		case post && (balancer == "nginx" || got.began.After(killed.Add(-time.Second)) && got.began.Before(back)):
			refused++
		default:
			c.t.Errorf("%s after the kill: %v", got.began.Sub(killed).Round(time.Millisecond), got)
		}
	}
	db := open(c.t, c.database)
	if n := number(c.t, db, "SELECT count(*) FROM (SELECT name FROM products GROUP BY name HAVING count(*) > 1) twice"); n > 0 {
		c.t.Errorf("%d products were made twice", n)
	}
	if n := number(c.t, db, "SELECT count(*) FROM products"); n < created || n > created+refused {
		c.t.Errorf("there are %d products, of %d that were made and %d that were refused", n, created, refused)
	}
	c.t.Logf("%d requests; 99%% took at most %s, all %s; %d products made, %d refused", len(answers),
		percentile(answers, 0.99), percentile(answers, 1), created, refused)
}

// isProblem holds what the load balancer says itself to the form of the program's answers.
func (c *cluster) isProblem(got answer) {
	c.t.Helper()
	if got.err != nil || got.header.Get("Content-Type") != "application/problem+json" || got.header.Get("X-Request-Id") == "" ||
		!strings.Contains(got.body, fmt.Sprintf(`"status":%d`, got.status)) {
		c.t.Errorf("%v %v", got, got.header)
	}
}

// sendsNoPostTwice kills an instance while rows that it makes wait in the database, which goes on with them all the same:
// had another instance got such a POST as well, there would be two.
func (c *cluster) sendsNoPostTwice() {
	c.t.Helper()
	db := open(c.t, c.database)
	execute(c.t, db, `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
		'BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NEW; END'`,
		"CREATE TRIGGER wait BEFORE INSERT ON products FOR EACH ROW EXECUTE FUNCTION wait()")
	post := func(i int) answer {
		return c.front.post(products, fmt.Sprintf(`{"name":"Twice %d","price":"1.50"}`, i))
	}
	refused := 0
	for _, got := range c.losing(2, "SELECT pg_advisory_xact_lock(7)", "INSERT", post) {
		if got.ok() {
			continue
		}
		refused++
		if got.err == nil || !errors.Is(got.err, io.EOF) { // HAProxy hangs up where the connection had a request before
			c.isProblem(got)
		}
	}
	if refused == 0 {
		c.t.Error("no POST was with the instance that was killed, so nothing is proved")
	}
	if n := number(c.t, db, "SELECT count(*) FROM products WHERE name LIKE 'Twice %'"); n != inFlight {
		c.t.Errorf("%d POSTs, of which %d were refused, made %d products", inFlight, refused, n)
	}
}

// asksAnotherInstance kills an instance while its reads wait in the database. They succeed.
func (c *cluster) asksAnotherInstance() {
	c.t.Helper()
	get := func(int) answer { return c.front.get(products) }
	for _, got := range c.losing(1, "LOCK TABLE products IN ACCESS EXCLUSIVE MODE", "SELECT", get) {
		if !got.ok() {
			c.t.Error(got)
		}
	}
}

// inFlight is how many requests are under way when an instance is lost.
const inFlight = 9

// losing kills an instance while requests wait for a lock in the database, and gives their answers.
func (c *cluster) losing(i int, lock, statement string, call func(int) answer) []answer {
	c.t.Helper()
	seldom := c.served()[i]
	c.await("the instance having requests", func() bool { c.front.get(products); return c.served()[i] > seldom })
	tx, err := open(c.t, c.database).BeginTx(c.t.Context(), nil)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }() // it is no error when it was committed
	if _, err := tx.ExecContext(c.t.Context(), lock); err != nil {
		c.t.Fatal(err)
	}
	answers := make(chan answer)
	for i := range inFlight {
		go func() { answers <- call(i) }()
	}
	observer := open(c.t, c.database)
	waiting := func() int {
		return number(c.t, observer, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1", statement+"%products%")
	}
	c.await("all requests waiting in the database", func() bool { return waiting() >= inFlight })
	c.instances[i].kill()
	time.Sleep(500 * time.Millisecond)
	if err := tx.Commit(); err != nil {
		c.t.Fatal(err)
	}
	var all []answer
	for range inFlight {
		all = append(all, <-answers)
	}
	c.await("the statements of the dead", func() bool { return waiting() == 0 })
	return all
}

// isLeftAlone kills the last instance. The load balancer says so, and does not make anybody wait for it.
func (c *cluster) isLeftAlone() {
	c.t.Helper()
	c.instances[0].kill()
	for range 5 {
		got := c.front.get(products)
		c.isProblem(got)
		if got.status == 503 && got.header.Get("Retry-After") == "" || got.took > 2*time.Second {
			c.t.Errorf("%v %v", got, got.header)
		}
	}
}
