package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/scalecli/scale/scripts/services/service"
)

// holdCached sets reads that a cache answers against the same app without one, and against a handler on the same Redis that
// does the same work. All are on one PostgreSQL.
func (b *bench) holdCached() (all []result, err error) {
	database, closeDatabase, err := startService("postgres")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeDatabase()) }()
	redis, closeRedis, err := startService("redis")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeRedis()) }()
	env, err := b.cachedPrograms(database, redis)
	if err != nil {
		return nil, err
	}
	program := func(name, ready string) launch { return launch{filepath.Join(b.dir, "cached", name), ready} }
	uncached, memory, onRedis, bare := program("app", "/readyz"), program("memory", "/readyz"), program("redis", "/readyz"), program("bare", "/livez")
	for _, c := range []struct {
		what, mark         string
		subject, reference launch
	}{
		{"from memory, against the app without a cache", "", memory, uncached},
		{"from Redis, against the app without a cache", "", onRedis, uncached},
		{"from Redis, against the bare handler on it", "≥ 0.8", onRedis, bare},
	} {
		held, err := b.cachedContests(c.what, c.mark, [3]launch{c.subject, c.reference, c.reference}, env)
		if err != nil {
			return nil, err
		}
		all = append(all, held...)
	}
	return all, nil
}

// startService starts a server of a kind; of PostgreSQL it gives a database.
func startService(kind string) (address string, stop func() error, err error) {
	server, err := service.Start(context.Background(), kind)
	if err != nil {
		return "", nil, err
	}
	if kind != "postgres" {
		return server.URL(), server.Close, nil
	}
	address, err = service.CreateDatabase(context.Background(), server.URL(), "shop")
	if err != nil {
		return "", nil, errors.Join(err, server.Close())
	}
	return address, server.Close, nil
}

// cachedPrograms builds the app without a cache and with each, and the bare handler, and fills the database. What it
// returns is the environment of all of them: entries that outlive the measurement, and a time-out that a busy machine
// keeps, or reads past the cache would be measured.
func (b *bench) cachedPrograms(database, redis string) (env []string, err error) {
	env = []string{"DATABASE_URL=" + database, "CACHE_URL=" + redis, "CACHE_TTL=1h", "CACHE_TIMEOUT=2s"}
	dir, err := b.project("postgres", "cached")
	if err != nil {
		return nil, err
	}
	shop := filepath.Join(dir, "shop")
	for _, backend := range []string{"memory", "redis"} { // one project all along, so that its migrations are the same
		if err := run(shop, b.scale, "add", "cache", "--backend", backend); err != nil {
			return nil, err
		}
		if err := run(shop, "go", "build", "-o", "../"+backend, "./cmd/shop"); err != nil {
			return nil, err
		}
	}
	if err := run(shop, "go", "build", "-o", "../bare", "cmd/bare/cached.go", "cmd/bare/reading.go", "cmd/bare/postgres.go"); err != nil {
		return nil, err
	}
	first, err := startServer(filepath.Join(dir, "app"), "/readyz", env...) // makes the tables
	if err != nil {
		return nil, err
	}
	fill := exec.Command(filepath.Join(dir, "fill"), strconv.Itoa(b.rows))
	fill.Env = append(os.Environ(), env...)
	out, err := fill.CombinedOutput()
	if err := errors.Join(err, first.stop()); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", fill, err, out)
	}
	return env, nil
}

// cachedContests holds the contests of two programs: a read of one row, and of a page.
func (b *bench) cachedContests(what, mark string, programs [3]launch, env []string) (all []result, err error) {
	t, err := startThree(programs, env...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.stop()) }()
	pages, err := pages(t[0].addr, 50)
	if err != nil {
		return nil, err
	}
	for _, r := range []route{
		{"GET " + products + "/{id} " + what, mark, b.ids()},
		{"GET " + products + "?sort=price " + what, mark, pages},
	} {
		if !b.wants(r.name) {
			continue
		}
		for _, s := range t {
			if _, err := readAll(s, r); err != nil { // so that all is kept that can be
				return nil, err
			}
		}
		held, err := b.hold(t, r)
		if err != nil {
			return nil, err
		}
		hits, err := readAll(t[0], r)
		if err != nil {
			return nil, err
		}
		if hits < len(r.requests) {
			return nil, fmt.Errorf("%s: only %d of %d answers are kept after the measurement", r.name, hits, len(r.requests))
		}
		held.sides = [2]string{"subject", "reference"}
		all = append(all, held)
	}
	return all, nil
}

// readAll asks once for everything, and counts the answers that were kept.
func readAll(s *server, r route) (hits int, err error) {
	for _, sent := range r.requests {
		response, err := http.Get("http://" + s.addr + sent.Path)
		if err != nil {
			return hits, err
		}
		_, err = io.Copy(io.Discard, response.Body)
		if err := errors.Join(err, response.Body.Close()); err != nil {
			return hits, err
		}
		if response.Header.Get("X-Cache") == "hit" {
			hits++
		}
	}
	return hits, nil
}
