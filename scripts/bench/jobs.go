package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/scalecli/scale/scripts/services/service"
)

// queue is a backend of the queue, with the database that it stands on.
type queue struct {
	told     string // what to call it
	backend  string
	database string
	dialect  string // of the database, as scale calls it
}

// holdJobs sets jobs a second, from the write that they are about to what they write themselves, against programs that do the
// same by hand, and against those that do nothing but hand over.
func (b *bench) holdJobs() (all []result, err error) {
	servers := map[string]*service.Server{}
	defer func() {
		for _, s := range servers {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, q := range []queue{
		{"the database, SQLite", "database", "sqlite", "sqlite"},
		{"the database, PostgreSQL", "database", "postgres", "postgres"},
		{"the database, MariaDB", "database", "mariadb", "mysql"},
		{"RabbitMQ", "rabbitmq", "postgres", "postgres"},
		{"Kafka", "kafka", "postgres", "postgres"},
		{"SQS (ElasticMQ)", "sqs", "postgres", "postgres"},
	} {
		if !b.wants(q.told) {
			continue
		}
		for _, kind := range []string{q.database, q.backend} {
			if kind == "sqlite" || kind == "database" || servers[kind] != nil {
				continue
			}
			if servers[kind], err = service.Start(context.Background(), kind); err != nil {
				return nil, err
			}
		}
		held, err := b.holdQueue(q, servers)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.told, err)
		}
		all = append(all, held...)
	}
	return all, nil
}

// holdQueue holds the contests of one backend.
func (b *bench) holdQueue(q queue, servers map[string]*service.Server) (all []result, err error) {
	dir, err := b.queueProject(q)
	if err != nil {
		return nil, err
	}
	var running []*laborer
	defer func() {
		for _, l := range running {
			err = errors.Join(err, l.stop())
		}
	}()
	for i, p := range [][]string{{"queued"}, {"bare"}, {"bare"}, {"bare", "alone"}, {"bare", "alone"}} {
		env, err := b.place(q, servers, dir, i)
		if err != nil {
			return nil, err
		}
		l, err := startLaborer(filepath.Join(dir, p[0]), p[1:], env)
		if err != nil {
			return nil, err
		}
		running = append(running, l)
	}
	turn := func(i int) func() (sample, error) {
		return func() (sample, error) { return running[i].turn(2 * b.turn) }
	}
	for _, c := range []struct {
		against, mark string
		first         int
	}{
		{"by hand", "≥ 0.7", 1},
		{"handing over alone", "", 3},
	} {
		r, err := contest{
			name: "jobs through " + q.told + ", against " + c.against, mark: c.mark, unit: perSecond, sides: [2]string{"app", "bare"},
			subject: turn(0), reference: turn(c.first), again: turn(c.first + 1),
		}.hold((b.slices + 2) / 3)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// queueProject makes a project with a queue, and in its folder the programs: the app, its queue with jobs, and the same by hand.
func (b *bench) queueProject(q queue) (dir string, err error) {
	dir = filepath.Join(b.dir, "queue-"+q.backend+"-"+q.database)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	if err := run(dir, b.scale, "init", "shop", "--no-git", "--database", q.dialect); err != nil {
		return "", err
	}
	shop := filepath.Join(dir, "shop")
	if err := run(shop, b.scale, "add", "queue", "--backend", q.backend); err != nil {
		return "", err
	}
	bare := "cmd/bare/"
	if err := os.CopyFS(filepath.Join(shop, bare), os.DirFS(filepath.Join(b.root, "scripts/bench/bare"))); err != nil {
		return "", err
	}
	hand := []string{bare + "turns.go", bare + "hand.go", bare + "worked_" + q.dialect + ".go"}
	if q.backend == "database" {
		hand = append(hand, bare+"worked.go")
	} else {
		hand = append(hand, bare+"carried.go", bare+"carried_"+q.backend+".go")
	}
	for binary, source := range map[string][]string{
		"app":    {"./cmd/shop"},
		"queued": {bare + "queued.go", bare + "turns.go"},
		"bare":   hand,
	} {
		if err := run(shop, "go", append([]string{"build", "-o", filepath.Join(dir, binary)}, source...)...); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// place makes a database with the app's tables for one of the programs of a contest, and gives its environment.
func (b *bench) place(q queue, servers map[string]*service.Server, dir string, i int) (env []string, err error) {
	name := fmt.Sprintf("%s_%d", strings.ReplaceAll(filepath.Base(dir), "-", "_"), i)
	address := "sqlite:" + filepath.Join(dir, name+".db")
	if s := servers[q.database]; s != nil {
		if address, err = service.CreateDatabase(context.Background(), s.URL(), name); err != nil {
			return nil, err
		}
	}
	env = []string{"DATABASE_URL=" + address}
	if s := servers[q.backend]; s != nil {
		address, err := queueAddress(s, strings.ReplaceAll(name, "_", "-"))
		if err != nil {
			return nil, err
		}
		env = append(env, "QUEUE_URL="+address)
	}
	seed := exec.Command(filepath.Join(dir, "app"), "seed")
	seed.Env = append(os.Environ(), env...)
	if out, err := seed.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", seed, err, out)
	}
	return env, nil
}

// queueAddress is a queue of its own at a broker. Only SQS has to be told of it before.
func queueAddress(s *service.Server, name string) (string, error) {
	switch s.Kind.Name {
	case "rabbitmq":
		return s.URL() + "?queue=" + name, nil
	case "kafka":
		return s.URL() + "/" + name, nil
	}
	response, err := http.Get(s.URL() + "/?Action=CreateQueue&QueueName=" + name)
	if err != nil {
		return "", err
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
		return "", errors.Join(err, fmt.Errorf("create the queue %s: %s", name, response.Status))
	}
	return s.URL() + "/000000000000/" + name, nil
}
