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

// client is one connection, which asks again as soon as it has been answered.
type client struct {
	conn    net.Conn
	in      *bufio.Reader
	answers int
	err     error
}

// work sends the texts in turn, from the first one given on, until the deadline.
func (c *client) work(texts [][]byte, first int, deadline time.Time) {
	for i := first; time.Now().Before(deadline) && c.err == nil; i++ {
		if _, c.err = c.conn.Write(texts[i%len(texts)]); c.err != nil {
			return
		}
		if c.err = c.answer(); c.err == nil {
			c.answers++
		}
	}
	if err := c.conn.Close(); c.err == nil {
		c.err = err
	}
}

var errMalformed = errors.New("malformed answer")

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
		switch string(name) {
		case "Content-Length":
			if length, err = strconv.Atoi(string(value)); err != nil {
				return errMalformed
			}
		case "Transfer-Encoding":
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
