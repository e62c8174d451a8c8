package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

// jobQueue is a database with what tells workers of the jobs in it.
type jobQueue struct {
	name     string
	database backend
	backend  string        // scale's name for it
	jobs     int           // how many a story runs
	often    time.Duration // how long a worker lives at least

	broker backend // what tells workers; none where they look into the table
}

func jobQueues() []jobQueue {
	return []jobQueue{
		{"sqlite", backends()[0], "database", 5_000, 250 * time.Millisecond, backend{}},
		{"postgres", backends()[1], "database", 10_000, time.Second, backend{}},
		{"mysql", backends()[2], "database", 10_000, time.Second, backend{}},
		{"rabbitmq", backends()[1], "rabbitmq", 10_000, time.Second, brokers()[0]},
		{"kafka", backends()[1], "kafka", 10_000, time.Second, brokers()[1]},
		{"sqs", backends()[1], "sqs", 10_000, time.Second, brokers()[2]},
	}
}

// brokers are the backends of the queue that are servers.
func brokers() []backend {
	return []backend{
		{"rabbitmq", "rabbitmq", "SCALE_RABBITMQ_URL"},
		{"kafka", "kafka", "SCALE_KAFKA_URL"},
		{"sqs", "sqs", "SCALE_SQS_URL"},
	}
}

// queueURL is the QUEUE_URL of a worker, by the address of the server.
func (b backend) queueURL(server string, worker int) string {
	switch b.name {
	case "kafka": // else a worker that was killed is waited for before another one gets what it had
		return fmt.Sprintf("%s?instance=worker-%d", server, worker)
	case "sqs":
		return server + "/000000000000/jobs"
	}
	return server
}

// start starts the broker of a story, and gives the settings of each of its workers and a way to kill and restart it.
func (b backend) start(t *testing.T) (env func(worker int) []string, restart func()) {
	t.Helper()
	lease := "QUEUE_LEASE=2s"
	if b.service == "" {
		return func(int) []string { return []string{lease} }, func() {}
	}
	s, err := service.Start(t.Context(), b.service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	env = func(worker int) []string { return []string{lease, "QUEUE_URL=" + b.queueURL(s.URL(), worker)} }
	return env, func() {
		if err := s.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := s.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// shopWithJobs is the program of a project whose owner counts, with a job for each product, how often jobs are done.
func (q jobQueue) shopWithJobs(t *testing.T) string {
	t.Helper()
	p := newProject(t, "--database", q.database.name)
	p.run("scale", "add", "queue", "--backend", q.backend)
	p.run("scale", "add", "job", "product.count_run")
	p.edit("internal/product/product.go", "type Store interface {\n", "type Store interface {\n\tJobs\n\tCount(ctx context.Context, id uuid.UUID) error\n\tTally(ctx context.Context) (map[string]int, error)\n")
	p.edit("internal/product/product.go", "	return row, m.store.Insert(ctx, row)\n", `	return row, m.store.Atomically(ctx, func(ctx context.Context) error {
		if err := m.store.Insert(ctx, row); err != nil {
			return err
		}
		_, err := m.store.Enqueue(ctx, CountRun{ProductID: row.ID, Poison: row.Name == "poison"})
		return err
	})
`)
	p.edit("internal/product/count_run.go", "`json:\"product_id\"`\n", "`json:\"product_id\"`\n\tPoison bool `json:\"poison\"`\n")
	p.edit("internal/product/count_run.go", "func (CountRun) Options() queue.Options { return queue.Options{} }", `func (j CountRun) Options() queue.Options {
	if j.Poison {
		return queue.Options{Attempts: 2}
	}
	return queue.Options{Attempts: 50} // more often than it can be running when its worker is killed
}`)
	p.edit("internal/product/count_run.go", "	return nil, nil\n", `	if job.Poison {
		return nil, errors.New("poison")
	}
	return func(ctx context.Context) error { return m.store.Count(ctx, job.ProductID) }, nil
`)
	p.edit("internal/product/count_run.go", "	\"context\"\n", "	\"context\"\n	\"errors\"\n")
	p.edit("internal/product/http.go", "func (m *Module) Routes(mux httpx.Mux) {\n", "func (m *Module) Routes(mux httpx.Mux) {\n\tmux.Handle(\"GET /tally\", httpx.Handler(m.handleTally))\n")
	p.write("internal/product/tally.go", `package product

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"shop/internal/platform/db"
	"shop/internal/platform/httpx"
)

func (s sqlStore) Count(ctx context.Context, id uuid.UUID) error {
	_, err := s.db.Exec(ctx, `+"`"+`UPDATE "products" SET "version" = "version" + 1 WHERE "id" = $1`+"`"+`, id)
	return err
}

func (s sqlStore) Tally(ctx context.Context) (map[string]int, error) {
	tally := map[string]int{}
	for name, query := range map[string]string{
		"products": `+"`"+`SELECT COUNT(*) FROM "products"`+"`"+`,
		"once":     `+"`"+`SELECT COUNT(*) FROM "products" WHERE "version" = 2`+"`"+`,
		"more":     `+"`"+`SELECT COUNT(*) FROM "products" WHERE "version" > 2`+"`"+`,
		"jobs":     `+"`"+`SELECT COUNT(*) FROM "queue_jobs"`+"`"+`,
		"left":     `+"`"+`SELECT COUNT(*) FROM "queue_jobs" WHERE "run_at" IS NOT NULL`+"`"+`,
		"again":    `+"`"+`SELECT COUNT(*) FROM "queue_jobs" WHERE "attempts" > 1`+"`"+`,
		"dead":     `+"`"+`SELECT COUNT(*) FROM "queue_jobs" WHERE "state" = 'dead'`+"`"+`,
	} {
		n := 0
		if _, err := s.db.Get(ctx, func(row db.Row) error { return row.Scan(&n) }, query); err != nil {
			return nil, err
		}
		tally[name] = n
	}
	return tally, nil
}

func (m *Module) handleTally(w http.ResponseWriter, r *http.Request) error {
	tally, err := m.store.Tally(r.Context())
	if err != nil {
		return err
	}
	return httpx.JSON(w, http.StatusOK, tally)
}
`)
	return p.build()
}

// tally is what the owner counted.
type tally struct{ Products, Once, More, Jobs, Left, Again, Dead int }

func (a *app) tally() (n tally) {
	a.t.Helper()
	got := a.get("/tally")
	if !got.ok() {
		a.t.Fatal(got)
	}
	if err := json.Unmarshal([]byte(got.body), &n); err != nil {
		a.t.Fatal(err)
	}
	return n
}

// stock has products made by several clients, until there are as many as asked for. In the middle, the program is killed
// and started anew.
func (q jobQueue) stock(t *testing.T, shop *app, again func() *app) *app {
	t.Helper()
	var made atomic.Int64
	create := func(shop *app, until int64) {
		var clients sync.WaitGroup
		for range 8 {
			clients.Go(func() {
				for i := made.Add(1); i <= until; i = made.Add(1) {
					name := fmt.Sprintf("Tea %d", i)
					if i == 10 {
						name = "poison"
					}
					for shop.running() && !shop.post("/api/v1/products", fmt.Sprintf(`{"name":%q,"price":"1"}`, name)).ok() {
						time.Sleep(10 * time.Millisecond)
					}
				}
			})
		}
		if until > int64(q.jobs) {
			for made.Load() < int64(q.jobs)/2 {
				time.Sleep(time.Millisecond)
			}
			shop.kill() // between any two statements
		}
		clients.Wait()
	}
	create(shop, int64(q.jobs)+1)
	shop = again()
	shop.waitReady()
	made.Store(int64(shop.tally().Products))
	create(shop, int64(q.jobs))
	return shop
}

// heeds waits until a worker that may just have been started runs jobs: before that, a signal ends it at once.
func (a *app) heeds() {
	for a.running() && !strings.Contains(a.printed(), `"msg":"running jobs"`) {
		time.Sleep(10 * time.Millisecond)
	}
}

// killing kills a worker again and again and starts it anew, until it is stopped. After twenty kills the workers are let be,
// so that what a broker sent to one that was dead already has time to come back.
func killing(start func(worker int) *app, often time.Duration) (stop func() int) {
	const most = 20
	quit, kills := make(chan struct{}), 0
	var killer sync.WaitGroup
	killer.Go(func() {
		workers := []*app{start(0), start(1)}
		for {
			select {
			case <-quit:
				for _, w := range workers {
					w.heeds()
					w.stop()
				}
				return
			case <-time.After(often + rand.N(often/2)):
				if kills == most {
					continue
				}
				i := kills % len(workers)
				workers[i].kill()
				workers[i] = start(i)
				kills++
			}
		}
	})
	return func() int { close(quit); killer.Wait(); return kills }
}

func TestEachJobIsDoneOnceWhateverIsKilled(t *testing.T) {
	for _, q := range jobQueues() {
		t.Run(q.name, func(t *testing.T) {
			program, address := q.shopWithJobs(t), q.database.empty(t)
			env, restart := q.broker.start(t)
			serve := func() *app { return start(t, program, address, append(env(0), "QUEUE_WORKERS=0")...) }
			shop := serve()
			shop.waitReady()
			stop := killing(func(i int) *app {
				return launch(t, "", append([]string{"DATABASE_URL=" + address}, env(i)...), program, "worker")
			}, q.often)
			began := time.Now()
			shop = q.stock(t, shop, func() *app { restart(); return serve() })
			stocked := time.Since(began)
			var n tally
			for n = shop.tally(); n.Left > 0 && time.Since(began) < 3*time.Minute; n = shop.tally() {
				time.Sleep(100 * time.Millisecond)
			}
			kills := stop()
			n = shop.tally() // the last one counted while jobs were running
			t.Logf("%d products in %s; all is done after %s, %d kills and %d jobs that were run again: %+v",
				n.Products, stocked.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), kills, n.Again, n)
			if n.Products < q.jobs || n.Jobs != n.Products || n.Once != n.Products-1 || n.More != 0 || n.Left != 0 || n.Dead != 1 {
				t.Errorf("each product has a job, and each job is done once, but for the poison: %+v", n)
			}
			if kills < 2 {
				t.Errorf("only %d workers were killed meanwhile", kills)
			}
			cmd := exec.Command(program, "jobs", "list", "-state", "dead")
			cmd.Env = append(cmd.Environ(), append(env(0), "DATABASE_URL="+address)...)
			if out, err := cmd.CombinedOutput(); err != nil || strings.Count(string(out), "poison") != 1 {
				t.Errorf("jobs list shows %s, %v", out, err)
			}
		})
	}
}
