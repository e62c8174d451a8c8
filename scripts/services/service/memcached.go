package service

import (
	"context"
	"fmt"
	"strconv"
	"syscall"
)

func memcached() Kind {
	return Kind{
		Name:     "memcached",
		Packages: []string{"memcached"},
		Programs: []string{"memcached"},
		Init:     func(context.Context, *Server) error { return nil }, // it has no data
		Command:  func(s *Server) []string { return []string{"memcached", "-l", "127.0.0.1", "-p", strconv.Itoa(s.Port)} },
		URL:      func(s *Server) string { return fmt.Sprintf("memcached://127.0.0.1:%d", s.Port) },
		Ready:    func(ctx context.Context, s *Server) error { return s.converse(ctx, "mn\r\n", "MN\r\n") },
		StopWith: syscall.SIGTERM,
	}
}
