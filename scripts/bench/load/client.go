package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// client is one connection, which asks again as soon as it has been answered, or when it is due.
type client struct {
	conn    net.Conn
	in      *bufio.Reader
	every   time.Duration // 0 for as soon as it has been answered
	due     time.Time
	answers int
	took    []float64 // seconds of each request since it was due
	err     error
}

// work sends the texts in turn, from the first one given on, until the deadline.
func (c *client) work(texts [][]byte, first int, deadline time.Time) {
	for i := first; c.wait(deadline) && c.err == nil; i++ {
		if _, c.err = c.conn.Write(texts[i%len(texts)]); c.err != nil {
			return
		}
		if c.err = c.answer(); c.err == nil {
			c.count()
		}
	}
	if err := c.conn.Close(); c.err == nil {
		c.err = err
	}
}

// wait waits until the next request is due, if that is before the deadline.
func (c *client) wait(deadline time.Time) bool {
	if c.every == 0 {
		return time.Now().Before(deadline)
	}
	time.Sleep(time.Until(c.due))
	return c.due.Before(deadline)
}

func (c *client) count() {
	c.answers++
	if c.every > 0 {
		c.took = append(c.took, time.Since(c.due).Seconds())
		c.due = c.due.Add(c.every)
	}
}

var (
	errMalformed     = errors.New("malformed answer")
	contentLength    = []byte("Content-Length")
	transferEncoding = []byte("Transfer-Encoding")
)

// answer reads one answer to its end.
func (c *client) answer() error {
	status, err := c.line()
	if err != nil {
		return err
	}
	if len(status) < 12 || status[9] != '2' {
		return fmt.Errorf("the server answered %q", status)
	}
	length := 0
	for {
		header, err := c.line()
		if err != nil {
			return err
		}
		if len(header) == 0 {
			break
		}
		name, value, _ := bytes.Cut(header, []byte(": "))
		switch { // HAProxy writes names in lower case
		case bytes.EqualFold(name, contentLength):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return errMalformed
			}
		case bytes.EqualFold(name, transferEncoding):
			length = -1
		}
	}
	if length < 0 {
		return c.chunks()
	}
	_, err = c.in.Discard(length)
	return err
}

// chunks reads a body of unknown length.
func (c *client) chunks() error {
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(line), 16, 32)
		if err != nil {
			return errMalformed
		}
		if _, err := c.in.Discard(int(size) + len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
}

// line reads up to the end of a line, which it leaves out.
func (c *client) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}
