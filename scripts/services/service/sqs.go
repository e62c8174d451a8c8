package service

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
)

// sqs is ElasticMQ: it hides messages for the time that it is told to and gives them out again, on the clock, as the real
// one does. It has one queue, jobs, and what that holds is gone when it ends.
func sqs() Kind {
	return Kind{
		Name:     "sqs",
		Packages: []string{"maven"},
		Programs: []string{"java", "mvn"},
		Init:     initSQS,
		Command: func(s *Server) []string {
			argv := s.java("128m", "org.elasticmq.server.Main")
			return append([]string{argv[0], "-Dconfig.file=" + filepath.Join(s.Dir, "elasticmq.conf")}, argv[1:]...)
		},
		URL: func(s *Server) string { return fmt.Sprintf("http://127.0.0.1:%d", s.Port) },
		Ready: func(ctx context.Context, s *Server) error {
			return s.converse(ctx, "GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 200 OK")
		},
		StopWith: syscall.SIGTERM,
	}
}

func initSQS(ctx context.Context, s *Server) error {
	if err := s.bringJars(ctx, "elasticmq"); err != nil {
		return err
	}
	_, err := s.write("elasticmq.conf", fmt.Sprintf(`include classpath("application.conf")
node-address { protocol = http, host = "127.0.0.1", port = %[1]d, context-path = "" }
rest-sqs { enabled = true, bind-hostname = "127.0.0.1", bind-port = %[1]d, sqs-limits = strict }
rest-stats { enabled = false }
queues { jobs {} }
`, s.Port))
	return err
}
