// Package dbtest gives each test a PostgreSQL of its own: a schema on the server that TEST_DATABASE_URL names, else on one
// that is started for the tests and goes with them.
package dbtest

import (
	"bufio"
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"everything/internal/platform/db"
)

//go:embed server.sh
var script string

// server is the address of the server and, if it was started here, what keeps it running.
var server = sync.OnceValues(func() (s struct {
	address string
	alive   io.Closer // the server stops when it is closed, as it is when the process ends
}, err error) {
	if s.address = os.Getenv("TEST_DATABASE_URL"); s.address != "" {
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
		err = errors.New("set TEST_DATABASE_URL, or install PostgreSQL or Docker")
	}
	return s, err
})

// Address is that of an empty database, which goes when the test ends. Without a server the test is skipped, or fails
// where CI=true says that there should be one.
func Address(t *testing.T) db.Address {
	t.Helper()
	s, err := server()
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("no PostgreSQL to test on: ", err)
	case err != nil:
		t.Skip("no PostgreSQL to test on: ", err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	run(t, s.address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, s.address, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(s.address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return db.Address(u.String())
}

func run(t *testing.T, address, statement string) {
	t.Helper()
	d, err := db.Open(db.Address(address), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }() // the statement is through or has failed
	if _, err := d.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
