package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
)

const connections = 64

// request is one that the load generator sends; see scripts/bench/load.
type request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Body   string `json:"body"`
}

// route is what a contest of servers asks for.
type route struct {
	name     string
	mark     string
	requests []request
}

// trio are the servers of a contest: the app, and the bare handler twice.
type trio [3]*server

// launch is a program, and the path at which it says that it is ready.
type launch struct{ binary, ready string }

// startTrio starts the three on one database. The app goes first, since it makes the tables.
func startTrio(dir, address string) (trio, error) {
	app, bare := launch{filepath.Join(dir, "app"), "/readyz"}, launch{filepath.Join(dir, "bare"), "/livez"}
	return startThree([3]launch{app, bare, bare}, "DATABASE_URL="+address)
}

// startThree starts the programs of a contest one after another.
func startThree(programs [3]launch, env ...string) (trio, error) {
	var t trio
	for i, p := range programs {
		var err error
		if t[i], err = startServer(p.binary, p.ready, env...); err != nil {
			return t, errors.Join(err, t.stop())
		}
	}
	return t, nil
}

func (t trio) stop() error {
	var errs []error
	for _, s := range t {
		if s != nil {
			errs = append(errs, s.stop())
		}
	}
	return errors.Join(errs...)
}

// hold holds the contest of a route.
func (b *bench) hold(t trio, r route) (result, error) {
	if err := sameAnswers(t, r); err != nil {
		return result{}, err
	}
	turn := func(s *server) func() (sample, error) {
		return func() (sample, error) { return b.load(s, r.requests) }
	}
	return contest{
		name: r.name, mark: r.mark, unit: perSecond, sides: [2]string{"app", "bare"},
		subject: turn(t[0]), reference: turn(t[1]), again: turn(t[2]),
	}.hold(b.slices)
}

// load keeps a server busy for a while.
func (b *bench) load(s *server, requests []request) (sample, error) {
	before := s.cpu()
	counted, err := b.send(s.addr, requests, "-for", b.turn.String())
	if err != nil {
		return sample{}, fmt.Errorf("load on %s: %w", s.cmd.Path, err)
	}
	used := (s.cpu() - before).Seconds() * 1e6
	return sample{value: counted.Answers / counted.Seconds, cpu: used / counted.Answers}, nil
}

// counted is what the load generator says.
type counted struct {
	Answers, Seconds float64
	Took             []float64
}

// send runs the load generator.
func (b *bench) send(addr string, requests []request, args ...string) (c counted, err error) {
	input, err := json.Marshal(requests)
	if err != nil {
		return c, err
	}
	cmd := exec.Command(filepath.Join(b.dir, "load"), append(args, "-addr", addr, "-connections", fmt.Sprint(connections))...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return c, fmt.Errorf("%w: %s", err, out)
	}
	return c, json.Unmarshal(out, &c)
}

// sameAnswers makes sure that a contest compares servers that do the same: what they read has to be equal, and have the
// same tag.
func sameAnswers(t trio, r route) error {
	if r.requests[0].Method != http.MethodGet {
		return nil
	}
	var first string
	for _, s := range t {
		response, err := http.Get("http://" + s.addr + r.requests[0].Path)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(response.Body)
		if err := errors.Join(err, response.Body.Close()); err != nil {
			return err
		}
		answer := fmt.Sprintf("%s %q %s", response.Status, response.Header.Get("ETag"), bytes.TrimSpace(body))
		first = cmp.Or(first, answer)
		if response.StatusCode != http.StatusOK || answer != first {
			return fmt.Errorf("%s: %s and %s do not answer the same:\n%s\n%s", r.name, t[0].cmd.Path, s.cmd.Path, first, answer)
		}
	}
	return nil
}
