package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/scalecli/scale/scripts/services/service"
)

// holdBalancers sets three instances behind each load balancer against one that is asked straight. All are on one PostgreSQL
// and one machine, so there is nothing to win: the ratio is what the way through costs.
func (b *bench) holdBalancers() (all []result, err error) {
	address, stop, err := startService("postgres")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	dir, err := b.project("postgres", "balancers")
	if err != nil {
		return nil, err
	}
	app := launch{filepath.Join(dir, "app"), "/readyz"}
	instances, err := startThree([3]launch{app, app, app}, "DATABASE_URL="+address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, instances.stop()) }()
	fill := exec.Command(filepath.Join(dir, "fill"), strconv.Itoa(min(b.rows, 100_000)))
	fill.Env = append(os.Environ(), "DATABASE_URL="+address)
	if out, err := fill.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", fill, err, out)
	}
	for _, backend := range []string{"nginx", "haproxy", "caddy"} {
		held, err := b.holdBalancer(backend, dir, instances)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", backend, err)
		}
		all = append(all, held...)
	}
	return all, nil
}

// holdBalancer holds the contests of one load balancer.
func (b *bench) holdBalancer(backend, dir string, instances trio) (all []result, err error) {
	if _, err := service.Tool(context.Background(), backend); err != nil {
		return nil, err
	}
	if err := run(filepath.Join(dir, "shop"), b.scale, "add", "loadbalancer", "--backend", backend); err != nil {
		return nil, err
	}
	front, err := startFront(filepath.Join(dir, "shop", "loadbalancer"), instances)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, front.stop()) }()
	for _, r := range []route{
		{"GET /livez", "", []request{get("/livez")}},
		{"GET " + products + "/{id}", "", b.ids()},
	} {
		if r.name += " through " + backend; !b.wants(r.name) {
			continue
		}
		turn := func(asked *server, working ...*server) func() (sample, error) {
			return func() (sample, error) { return b.loadThrough(asked, working, r.requests) }
		}
		held, err := contest{
			name: r.name, unit: perSecond, sides: [2]string{"balanced", "straight"},
			subject: turn(front, append(instances[:], front)...), reference: turn(instances[0], instances[0]), again: turn(instances[1], instances[1]),
		}.hold(b.slices)
		if err != nil {
			return nil, err
		}
		all = append(all, held)
	}
	return all, nil
}

// startFront runs a load balancer as `make up-local` does, and waits until it answers.
func startFront(folder string, instances trio) (*server, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(folder, "run-")
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(filepath.Join(folder, "local.sh"), dir, addr)
	for _, s := range instances {
		cmd.Args = append(cmd.Args, s.addr)
	}
	cmd.Stdout, cmd.Stderr, cmd.Env = log, log, append(os.Environ(), "PATH="+os.Getenv("PATH")+":/usr/sbin")
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	front := &server{addr: addr, cmd: cmd, log: log}
	if err := front.await("/readyz"); err != nil {
		return nil, errors.Join(err, front.stop())
	}
	time.Sleep(2 * time.Second) // until it has asked all instances how they are
	front.children = children()
	return front, nil
}

// loadThrough keeps an address busy for a while. The processor time is that of all who work for it.
func (b *bench) loadThrough(asked *server, working []*server, requests []request) (sample, error) {
	used := func() (all time.Duration) {
		for _, s := range working {
			all += s.cpu()
		}
		return all
	}
	before := used()
	c, err := b.send(asked.addr, requests, "-for", b.turn.String())
	if err != nil {
		return sample{}, fmt.Errorf("load on %s: %w", asked.cmd.Path, err)
	}
	return sample{value: c.Answers / c.Seconds, cpu: (used() - before).Seconds() * 1e6 / c.Answers}, nil
}
