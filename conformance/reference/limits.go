package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// limits bounds how many requests are taken.
type limits struct {
	mu      sync.Mutex
	rates   map[string]rate // by the kind of whom they are for
	windows map[string]window
	proxies int

	most     func(r rate) int                                   // how many requests pass
	ended    func(w window) bool                                // a window is over
	address  func(r *http.Request) string                       // whom it is from, when it is from nobody in particular
	identity func(r *http.Request, v visitor) (kind, id string) // whom a request counts for
	spared   func(path string) bool                             // requests there are not counted
	add      func(name string, r rate, n int) window
	guesses  bool // those of keys are counted
}

// rate is so many requests in a time; none of them is no limit.
type rate struct {
	n int
	d time.Duration
}

// window is what an identity has asked since a moment.
type window struct {
	used int
	ends time.Time
}

func newLimits(setting func(string) string) (*limits, error) {
	l := &limits{rates: map[string]rate{}, windows: map[string]window{}, guesses: true, spared: open}
	l.most = func(r rate) int { return r.n }
	l.ended = func(w window) bool { return time.Now().After(w.ends) }
	l.address, l.identity, l.add = l.trusted, l.whose, l.count
	for kind, name := range map[string]string{"ip": "RATE_LIMIT_IP", "user": "RATE_LIMIT_USER", "key": "RATE_LIMIT_KEY"} {
		n, d, limited := strings.Cut(setting(name), "/")
		if !limited {
			continue // off
		}
		var r rate
		var errNumber, errTime error
		r.n, errNumber = strconv.Atoi(n)
		r.d, errTime = time.ParseDuration(d)
		if errNumber != nil || errTime != nil {
			return nil, fmt.Errorf("%s: %q is no rate", name, setting(name))
		}
		l.rates[kind] = r
	}
	l.rates["guess"] = l.rates["ip"]
	l.proxies, _ = strconv.Atoi(setting("TRUSTED_PROXIES")) // none is 0
	return l, nil
}

// trusted is the address that as many proxies as are trusted vouch for.
func (l *limits) trusted(r *http.Request) string {
	from, _, _ := net.SplitHostPort(r.RemoteAddr)
	entries := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	if l.proxies > 0 && len(entries) >= l.proxies && entries[len(entries)-l.proxies] != "" {
		from = strings.TrimSpace(entries[len(entries)-l.proxies])
	}
	return network(from)
}

// network is the address itself, or the /64 of one that has a newer form.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Is4() {
		return address
	}
	p, _ := ip.Prefix(64) // it has that many bits
	return p.String()
}

func (l *limits) whose(r *http.Request, v visitor) (kind, id string) {
	if v.known() {
		return v.kind, v.id
	}
	return "ip", l.address(r)
}

func (l *limits) count(name string, r rate, n int) window {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, there := l.windows[name]
	if !there || l.ended(w) {
		w = window{0, time.Now().Add(r.d)}
	}
	w.used += n
	l.windows[name] = w
	return w
}

// limit counts a request and lets it pass, or not.
func (l *limits) limit(r *http.Request, v visitor, next handler) (*answer, error) {
	kind, id := l.identity(r, v)
	rate := l.rates[kind]
	if l.spared(r.URL.Path) || rate.n == 0 {
		return next(r)
	}
	w := l.add(kind+":"+id, rate, 1)
	h := tell(kind, rate, w)
	if w.used > l.most(rate) {
		h.Set("Retry-After", strconv.Itoa(w.seconds()))
		return &answer{header: h}, tooMany()
	}
	return withHeader(h, r, next)
}

// tell says in a header what is left.
func tell(kind string, r rate, w window) http.Header {
	h := http.Header{}
	h.Set("RateLimit-Policy", fmt.Sprintf("%q;q=%d;w=%d", kind, r.n, int(r.d.Seconds())))
	h.Set("RateLimit", fmt.Sprintf("%q;r=%d;t=%d", kind, max(0, r.n-w.used), w.seconds()))
	return h
}

// seconds are those until the window ends, at least one.
func (w window) seconds() int { return max(1, int(time.Until(w.ends).Seconds()+0.999)) }

func tooMany() *problem {
	return newProblem(http.StatusTooManyRequests, "there were too many requests")
}

// guessed reports whether an address has tried so many keys that no other is looked at.
func (l *limits) guessed(r *http.Request) bool {
	rate, presented := l.rates["guess"], r.Header.Get("X-API-Key")+r.Header.Get("Authorization") != ""
	return l.guesses && presented && rate.n > 0 && l.count("guess:"+l.address(r), rate, 0).used >= rate.n
}

// refuse answers a request that is not looked at.
func (l *limits) refuse(r *http.Request, kind string) (*answer, error) {
	w := l.count(kind+":"+l.address(r), l.rates[kind], 0)
	h := tell(kind, l.rates[kind], w)
	h.Set("Retry-After", strconv.Itoa(w.seconds()))
	return &answer{header: h}, tooMany()
}

// noteGuess counts a credential that is not valid.
func (l *limits) noteGuess(r *http.Request, v visitor) {
	if v.presented && !v.known() && l.rates["guess"].n > 0 {
		l.count("guess:"+l.address(r), l.rates["guess"], 1)
	}
}
