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

func freePort(ctx context.Context) (int, error) {
	for range 100 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, errors.New("no free port on 127.0.0.1 from " + strconv.Itoa(firstPort) + " to " + strconv.Itoa(lastPort))
}
