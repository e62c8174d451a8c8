package service

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
)

// kafka is one node that is broker and controller.
func kafka() Kind {
	return Kind{
		Name:     "kafka",
		Packages: []string{"maven"},
		Programs: []string{"java", "mvn"},
		Ports:    1,
		Init:     initKafka,
		Command: func(s *Server) []string {
			return s.java("256m", "kafka.Kafka", filepath.Join(s.Dir, "server.properties"))
		},
		URL: func(s *Server) string { return fmt.Sprintf("kafka://127.0.0.1:%d", s.Port) },
		Ready: func(ctx context.Context, s *Server) error {
			// It is asked for the versions that it speaks, and answers with as many bytes as follow, the number of the
			// question, and no error. How many they are depends on its version; fewer than 2^16.
			return s.converse(ctx, "\x00\x00\x00\x0a\x00\x12\x00\x00scal\xff\xff", "\x00\x00")
		},
		StopWith: syscall.SIGTERM,
	}
}

func initKafka(ctx context.Context, s *Server) error {
	if err := s.bringJars(ctx, "kafka"); err != nil {
		return err
	}
	properties, err := s.write("server.properties", fmt.Sprintf(`process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:%[2]d
listeners=PLAINTEXT://127.0.0.1:%[1]d,CONTROLLER://127.0.0.1:%[2]d
controller.listener.names=CONTROLLER
log.dirs=%[3]s
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=200
`, s.Port, s.Ports[0], filepath.Join(s.Dir, "data")))
	if err != nil {
		return err
	}
	return s.run(ctx, s.java("128m", "kafka.tools.StorageTool", "format", "--cluster-id", "c2NhbGVzLWJyb2tlci4uLg", "--config", properties)...)
}
