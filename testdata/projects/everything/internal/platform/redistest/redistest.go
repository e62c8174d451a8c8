// Package redistest gives tests a Redis: the server that TEST_REDIS_URL names, else one that is started for them and goes
// with them. It is one for all tests, so each uses keys of its own.
package redistest

import (
	"bufio"
	_ "embed"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"everything/internal/platform/redis"
)

//go:embed server.sh
var script string

// server is the address of the server and, if it was started here, what keeps it running.
var server = sync.OnceValues(func() (s struct {
	address string
	alive   io.Closer // the server stops when it is closed, as it is when the process ends
}, err error) {
	if s.address = os.Getenv("TEST_REDIS_URL"); s.address != "" {
		return s, nil
	}
	command := exec.Command("sh", "-c", script)
	command.Stderr = os.Stderr
	if s.alive, err = command.StdinPipe(); err != nil {
		return s, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return s, err
	}
	if err := command.Start(); err != nil {
		return s, err
	}
	s.address, err = bufio.NewReader(out).ReadString('\n')
	s.address = strings.TrimSpace(s.address)
	if errors.Is(err, io.EOF) {
		err = errors.New("set TEST_REDIS_URL, or install Redis or Docker")
	}
	return s, err
})

// Address is that of the server. Without one the test is skipped, or fails where CI=true says that there should be one.
func Address(t *testing.T) redis.Address {
	t.Helper()
	s, err := server()
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("no Redis to test on: ", err)
	case err != nil:
		t.Skip("no Redis to test on: ", err)
	}
	return redis.Address(s.address)
}

// Silent is the address of a server that takes connections and never says a word.
func Silent(t *testing.T) redis.Address {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() }) // what waits in it is nobody's
	return redis.Address("redis://" + listener.Addr().String())
}
