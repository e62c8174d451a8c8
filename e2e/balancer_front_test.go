package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// checkConfig lets the load balancer judge the files of the project, as compose uses them, and as they are used here.
func (c *cluster) checkConfig(name string) {
	c.t.Helper()
	folder := filepath.Join(c.dir, "loadbalancer")
	program := os.Getenv("SCALE_" + strings.ToUpper(name))
	switch name {
	case "nginx": // Debian's does not know yet how to ask Docker's DNS again
		c.project.run(program, "-t", "-p", c.config, "-c", filepath.Join(c.config, "nginx.conf"), "-g", "pid "+c.config+"/test;")
	case "haproxy":
		c.project.run(program, "-c", "-f", filepath.Join(folder, "haproxy.cfg"), "-f", filepath.Join(folder, "instances.cfg"))
	case "caddy":
		c.project.run(program, "validate", "--config", filepath.Join(folder, "Caddyfile"), "--adapter", "caddyfile")
	}
}

func TestALoadBalancerTellsWhereRequestsComeFrom(t *testing.T) {
	p, program := balanced(t)
	for _, b := range balancers() {
		t.Run(b.name, func(t *testing.T) {
			p.t = t
			p.run("scale", "add", "loadbalancer", "--backend", b.name)
			c := startCluster(t, p, program, "RATE_LIMIT_IP=50/1h")
			c.front.waitReady()
			admitted := 0
			for i := range 80 {
				forged := fmt.Sprintf("203.0.113.%d", i)
				got := c.front.call("GET", products, "", "X-Forwarded-For", forged, "X-Forwarded-For", forged, "Forwarded", "for="+forged)
				if got.ok() {
					admitted++
				} else if got.status != 429 {
					t.Error(got)
				}
			}
			if admitted != 50 {
				t.Errorf("%d requests with made-up addresses were admitted, want 50", admitted)
			}
		})
	}
}

func TestALoadBalancerServesTLS(t *testing.T) {
	p, program := balanced(t)
	roots, env := selfSigned(t)
	for _, b := range balancers() {
		t.Run(b.name, func(t *testing.T) {
			p.t = t
			p.run("scale", "add", "loadbalancer", "--backend", b.name, "--set", "tls=on")
			c := &cluster{project: p, t: t, program: program, database: backends()[1].empty(t), instances: []*app{nil}}
			c.env = []string{"RATE_LIMIT_IP=off", "RATE_LIMIT_URL=" + os.Getenv("SCALE_REDIS_URL")}
			address := freeAddress(t)
			c.run(0, address)
			c.startFront("https", env, []string{address})
			c.front.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
			c.front.waitReady()
			if got := c.front.get(products); !got.ok() {
				t.Error(got)
			}
			plain := *c.front
			plain.base = strings.Replace(plain.base, "https", "http", 1)
			if got := plain.get(products); got.ok() {
				t.Errorf("without TLS: %v", got)
			}
			old := &tls.Config{RootCAs: roots, MaxVersion: tls.VersionTLS11}
			if conn, err := tls.Dial("tcp", strings.TrimPrefix(c.front.base, "https://"), old); err == nil {
				_ = conn.Close()
				t.Error("it speaks TLS 1.1")
			}
		})
	}
}

// selfSigned makes a certificate for this machine, and the variables that name its files.
func selfSigned(t *testing.T) (*x509.CertPool, []string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, kind string, data []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	parsed, err := x509.ParseCertificate(certificate)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return roots, []string{
		"TLS_CERTIFICATE=" + write("cert.pem", "CERTIFICATE", certificate), "TLS_KEY=" + write("key.pem", "PRIVATE KEY", private),
	}
}
