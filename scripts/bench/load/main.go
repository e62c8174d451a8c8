// Command load sends requests over kept-alive connections for a while and counts the answers. It is a process of its own,
// and does as little as it can per answer, so that the server is what is measured.
//
// It reads the requests as JSON from its input and prints what it counted as JSON.
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
	flag.Parse()
	if err := run(*addr, *connections, *length); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(addr string, connections int, length time.Duration) error {
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
	total := 0
	for _, c := range clients {
		if c.err != nil {
			return c.err
		}
		total += c.answers
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]float64{"answers": float64(total), "seconds": took.Seconds()})
}
