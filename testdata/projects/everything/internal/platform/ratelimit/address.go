package ratelimit

import (
	"net/http"
	"net/netip"
	"strings"
)

// address is where a request comes from. Each trusted proxy appends to X-Forwarded-For whom it was asked by, so the entry
// that many from the right is true, and what a client writes there stays to the left of it. An IPv6 address counts as its
// /64, since that is what one customer gets.
func (l *Limiter) address(r *http.Request) string {
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	from := peer.Addr()
	entries := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if l.proxies > 0 && len(entries) >= l.proxies {
		if told, is := parse(entries[len(entries)-l.proxies]); is {
			from = told
		}
	}
	from = from.Unmap().WithZone("")
	if !from.Is6() {
		return from.String()
	}
	network, _ := from.Prefix(64) // an IPv6 address has that many bits
	return network.String()
}

// parse reads an address with or without a port.
func parse(text string) (netip.Addr, bool) {
	text = strings.TrimSpace(text)
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr(), true
	}
	alone, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return alone, err == nil
}
