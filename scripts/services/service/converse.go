package service

import (
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// converse says something to the server, which has to answer this.
func (s *Server) converse(ctx context.Context, say, want string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port)))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // everything was said
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	until, _ := ctx.Deadline()
	if err := conn.SetDeadline(until); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, say); err != nil {
		return err
	}
	got := make([]byte, len(want))
	if _, err := io.ReadFull(conn, got); err != nil {
		return err
	}
	if string(got) != want {
		return fmt.Errorf("it answers %q", got)
	}
	return nil
}
