package dbtest

import (
	"cmp"
	"io"
	"net"
	"net/url"
	"path"
	"testing"

	"everything/internal/platform/db"
)

// Absent is the address of an empty database where nothing answers before appear is called.
func Absent(t *testing.T) (address db.Address, appear func()) {
	t.Helper()
	u, err := url.Parse(string(Address(t)))
	if err != nil {
		t.Fatal(err)
	}
	network, server := "tcp", u.Host
	query := u.Query()
	if folder := query.Get("host"); folder != "" {
		network, server = "unix", path.Join(folder, ".s.PGSQL."+cmp.Or(u.Port(), "5432"))
		query.Del("host")
	}
	front := listen(t, "127.0.0.1:0")
	u.Host, u.RawQuery = front.Addr().String(), query.Encode()
	_ = front.Close() // nothing was accepted
	return db.Address(u.String()), func() { go forward(listen(t, u.Host), network, server) }
}

func listen(t *testing.T, address string) net.Listener {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() }) // it may be closed already
	return listener
}

// forward connects whoever comes with the server, until the listener is closed.
func forward(from net.Listener, network, server string) {
	for {
		client, err := from.Accept()
		if err != nil {
			return
		}
		conn, err := net.Dial(network, server)
		if err != nil {
			_ = client.Close()
			continue
		}
		go pass(conn, client)
		go pass(client, conn)
	}
}

// pass copies until one side closes, and then closes the other.
func pass(to io.WriteCloser, from io.Reader) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
}
