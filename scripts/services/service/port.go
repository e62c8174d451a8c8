package service

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
)

// Ports below those that the kernel gives to outgoing connections. A server that is down for a while would lose one of
// those to a client; a client that keeps calling it could even be connected to itself.
const firstPort, lastPort = 20000, 32000

// freePorts finds several. Each stays taken until all were found, so that none comes twice.
func freePorts(ctx context.Context, n int) (ports []int, err error) {
	for range n {
		l, failed := listen(ctx)
		if failed != nil {
			return nil, failed
		}
		defer func() { err = errors.Join(err, l.Close()) }()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

func listen(ctx context.Context) (net.Listener, error) {
	for range 100 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return l, nil
		}
	}
	return nil, errors.New("no free port on 127.0.0.1 from " + strconv.Itoa(firstPort) + " to " + strconv.Itoa(lastPort))
}
