package service

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
)

func redis() Kind {
	return Kind{
		Name:     "redis",
		Packages: []string{"redis-server"},
		Programs: []string{"redis-server"},
		Init: func(_ context.Context, s *Server) error {
			_, err := s.write("redis.conf", fmt.Sprintf("bind 127.0.0.1\nport %d\nrequirepass %s\ndir %s\nsave \"\"\nappendonly no\n", s.Port, s.Password, s.Dir))
			return err
		},
		Command: func(s *Server) []string { return []string{"redis-server", filepath.Join(s.Dir, "redis.conf")} },
		URL:     func(s *Server) string { return fmt.Sprintf("redis://:%s@127.0.0.1:%d/0", s.Password, s.Port) },
		Ready: func(ctx context.Context, s *Server) error {
			return s.converse(ctx, "AUTH "+s.Password+"\r\nPING\r\n", "+OK\r\n+PONG\r\n")
		},
		StopWith: syscall.SIGTERM,
	}
}
