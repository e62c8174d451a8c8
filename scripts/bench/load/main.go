// Command load sends requests over kept-alive connections for a while and counts the answers. It is a process of its own,
// and does as little as it can per answer, so that the server is what is measured.
//
// It reads the requests as JSON from its input and prints what it counted as JSON. With a rate it asks no sooner than that
// many requests a second make it due, whatever the server does, and tells how long each took from when it was due.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

// Request is one that load sends.
type Request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Body   string `json:"body"`
}

// bytes is the request as it travels.
func (r Request) bytes(host string) []byte {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\nAccept: */*\r\n", r.Method, r.Path, host)
	if r.Body != "" {
		head += fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(r.Body))
	}
	return []byte(head + "\r\n" + r.Body)
}

func main() {
	addr := flag.String("addr", "", "host:port of the server")
	connections := flag.Int("connections", 64, "connections that are kept busy")
	length := flag.Duration("for", time.Second, "how long")
	rate := flag.Float64("rate", 0, "requests a second; 0 is as many as are answered")
	flag.Parse()
	if err := run(*addr, *connections, *length, *rate); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(addr string, connections int, length time.Duration, rate float64) error {
	var requests []Request
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		return fmt.Errorf("read the requests: %w", err)
	}
	var texts [][]byte
	for _, r := range requests {
		texts = append(texts, r.bytes(addr))
	}
	clients, err := dial(addr, connections)
	if err != nil {
		return err
	}
	start := time.Now()
	var wait sync.WaitGroup
	for i, c := range clients {
		if rate > 0 {
			c.due, c.every = start.Add(time.Duration(float64(i)/rate*1e9)), time.Duration(float64(connections)/rate*1e9)
		}
		wait.Go(func() { c.work(texts, i*len(texts)/connections, start.Add(length)) })
	}
	wait.Wait()
	return report(clients, time.Since(start))
}

func dial(addr string, connections int) ([]*client, error) {
	var clients []*client
	for range connections {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return nil, err
		}
		clients = append(clients, &client{conn: conn, in: bufio.NewReaderSize(conn, 16<<10)})
	}
	return clients, nil
}

// report adds up what the clients counted. An answer that is no success fails the whole run: its time would mean nothing.
func report(clients []*client, took time.Duration) error {
	var total struct {
		Answers int       `json:"answers"`
		Seconds float64   `json:"seconds"`
		Took    []float64 `json:"took,omitempty"` // seconds of each, where they have a rate
	}
	total.Seconds = took.Seconds()
	for _, c := range clients {
		if c.err != nil {
			return c.err
		}
		total.Answers += c.answers
		total.Took = append(total.Took, c.took...)
	}
	return json.NewEncoder(os.Stdout).Encode(total)
}
