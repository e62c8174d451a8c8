package service

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"syscall"
)

func postgres() Kind {
	return Kind{
		Name:     "postgres",
		Packages: []string{"postgresql"},
		Folders:  []string{"/usr/lib/postgresql/*/bin"},
		Programs: []string{"initdb", "postgres"},
		Init:     initPostgres,
		Command: func(s *Server) []string {
			return []string{
				"postgres", "-D", filepath.Join(s.Dir, "data"), "-p", strconv.Itoa(s.Port),
				"-c", "listen_addresses=127.0.0.1",
				"-c", "unix_socket_directories=",
				"-c", "max_connections=300",
				"-c", "fsync=off", // nothing here has to survive the machine; a kill of the server loses nothing
			}
		},
		URL: func(s *Server) string {
			return fmt.Sprintf("postgres://scale:%s@127.0.0.1:%d/postgres?sslmode=disable", s.Password, s.Port)
		},
		Ready:    pingDatabase,
		StopWith: syscall.SIGINT,
	}
}

// initPostgres makes a cluster that sorts text by English rules where a query does not say otherwise, as servers in use
// do. A query that relies on the order of bytes without saying so is found out.
func initPostgres(ctx context.Context, s *Server) error {
	password, err := s.write("password", s.Password)
	if err != nil {
		return err
	}
	return s.run(ctx, "initdb", "-D", filepath.Join(s.Dir, "data"), "-U", "scale", "--pwfile", password,
		"-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync")
}
