package e2e

import (
	"os"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// process is a line of make up-local about one that it started.
var process = regexp.MustCompile(`(http://[0-9.:]+), process (\d+)`)

func TestMakeRunsInstancesWithoutDocker(t *testing.T) {
	p, _ := balanced(t)
	database := backends()[1].empty(t)
	for _, b := range balancers() {
		t.Run(b.name, func(t *testing.T) {
			p.t = t
			p.run("scale", "add", "loadbalancer", "--backend", b.name)
			env := []string{"DATABASE_URL=" + database, "RATE_LIMIT_URL=" + os.Getenv("SCALE_REDIS_URL"), "RATE_LIMIT_IP=off"}
			up := launch(t, "", env, "setsid", "make", "-C", p.dir, "up-local")
			var started [][]string
			for began := time.Now(); len(started) < 4; time.Sleep(50 * time.Millisecond) {
				started = process.FindAllStringSubmatch(up.printed(), -1)
				if time.Since(began) > time.Minute || !up.running() {
					t.Fatalf("it started %v", started)
				}
			}
			up.base = started[3][1]
			up.waitReady()
			if got := up.get(products); !got.ok() {
				t.Error(got)
			}
			interrupt(t, up)
			for _, found := range started {
				if pid, err := strconv.Atoi(found[2]); err != nil || syscall.Kill(pid, 0) == nil {
					t.Errorf("%s still runs", found[0])
				}
			}
		})
	}
}

// interrupt does what Ctrl-C does to a program that has a session of its own.
func interrupt(t *testing.T, a *app) {
	t.Helper()
	if err := syscall.Kill(-a.cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case <-a.done:
	case <-time.After(20 * time.Second):
		t.Fatal("it still runs 20 seconds after Ctrl-C")
	}
}
