package service

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"syscall"
)

// rabbitmq is a node with its own epmd, which is where nodes of Erlang find each other's ports.
func rabbitmq() Kind {
	return Kind{
		Name:     "rabbitmq",
		Packages: []string{"rabbitmq-server"},
		Folders:  []string{"/usr/lib/rabbitmq/bin"}, // the one in /usr/sbin is for root and the user rabbitmq only
		Programs: []string{"rabbitmq-server", "epmd"},
		Ports:    2,
		Init:     initRabbitMQ,
		Beside: func(s *Server) []string {
			return []string{"epmd", "-address", "127.0.0.1", "-port", strconv.Itoa(s.Ports[0])}
		},
		Env: func(s *Server) []string {
			return []string{
				"ERL_EPMD_PORT=" + strconv.Itoa(s.Ports[0]),
				"ERL_AFLAGS=-start_epmd false", // or it starts one that nothing ends
				"RABBITMQ_CONF_ENV_FILE=" + filepath.Join(s.Dir, "rabbitmq-env.conf"),
				"RABBITMQ_ALLOW_INPUT=true", // makes the script become the server, so that signals reach it
			}
		},
		Command: func(*Server) []string { return []string{"rabbitmq-server", "-noinput"} },
		URL:     func(s *Server) string { return fmt.Sprintf("amqp://scale:%s@127.0.0.1:%d/", s.Password, s.Port) },
		Ready: func(ctx context.Context, s *Server) error {
			// It greets with a frame about the method "start" of channel 0.
			return s.converse(ctx, "AMQP\x00\x00\x09\x01", "\x01\x00\x00")
		},
		StopWith: syscall.SIGTERM,
	}
}

func initRabbitMQ(_ context.Context, s *Server) error {
	config, err := s.write("rabbitmq.conf", fmt.Sprintf(`listeners.tcp.1 = 127.0.0.1:%d
default_user = scale
default_pass = %s
log.console = true
log.console.level = warning
log.file = false
`, s.Port, s.Password))
	if err != nil {
		return err
	}
	// Schedulers that have nothing to do sleep at once, as others need the machine.
	_, err = s.write("rabbitmq-env.conf", fmt.Sprintf(`NODENAME=scale@localhost
DIST_PORT=%d
CONFIG_FILE=%s
MNESIA_BASE=%[3]s/data
LOG_BASE=%[3]s/logs
ENABLED_PLUGINS_FILE=%[3]s/plugins
SERVER_ADDITIONAL_ERL_ARGS="+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"
`, s.Ports[1], config, s.Dir))
	return err
}
