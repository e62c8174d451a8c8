package conformance

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dunglas/httpsfv"
)

// rates are the promises about how many requests are taken. Each check has a process for itself, whose limits are small,
// and addresses that nobody else has, as instances may count together.
func rates() []Check {
	return with([]string{limitPiece},
		Check{Name: "an answer tells the limit and what is left of it", run: limitsAreTold},
		Check{Name: "as many requests pass as the limit says, and no more", run: limitsAreExact},
		Check{Name: "of requests at once as many pass as the limit says", run: limitsAreExactAtOnce},
		Check{Name: "who is over the limit is told when to come again", run: retryIsTold},
		Check{Name: "when the time is over, requests pass again", kind: waiting, run: windowsEnd},
		Check{Name: "who writes X-Forwarded-For gains nothing by it", run: forgedAddresses},
		Check{Name: "each address has a limit of its own", run: addressesApart},
		Check{Name: "an IPv6 address counts with its network", run: networksTogether},
		Check{Name: "probes and /openapi.json are not limited", run: probesAreUnlimited},
	)
}

// noLimits are for the processes that the other checks ask.
var noLimits = map[string]string{"RATE_LIMIT_IP": "off", "RATE_LIMIT_USER": "off", "RATE_LIMIT_KEY": "off"}

// The limit of processes that are to be asked too much.
const (
	fewRequests = 5
	anHour      = 3600 // seconds
	tooMany     = 3 * fewRequests
)

// limited starts a process with a small limit, behind a proxy that is trusted.
func (t *T) limited(settings ...string) limitedProcess {
	all := map[string]string{"RATE_LIMIT_IP": fmt.Sprintf("%d/1h", fewRequests), "TRUSTED_PROXIES": "1"}
	for i := 0; i+1 < len(settings); i += 2 {
		all[settings[i]] = settings[i+1]
	}
	return limitedProcess{t, t.another(all).URL()}
}

type limitedProcess struct {
	t   *T
	url string
}

// anAddress is one of ten million that nobody has.
func anAddress() string {
	return fmt.Sprintf("10.%d.%d.%d", rand.IntN(256), rand.IntN(256), rand.IntN(256))
}

// call asks from an address, as nobody in particular unless the header says who.
func (p limitedProcess) call(address string, header ...string) answer {
	path := "/nowhere"
	if len(p.t.modules) > 0 {
		path = p.t.modules[0].path + "?limit=1"
	}
	return p.get(path, address, header...)
}

func (p limitedProcess) get(path, address string, header ...string) answer {
	a, err := p.t.exchange(p.url, "GET", path, nil, append([]string{keyHeader, "", "X-Forwarded-For", address}, header...)...)
	if err != nil {
		p.t.Fatalf("GET %s: no answer: %v", path, err)
	}
	p.t.seen.add(a)
	return a
}

// exhaust asks from an address until that is over its limit.
func (p limitedProcess) exhaust(address string, header ...string) answer {
	for range tooMany {
		if a := p.call(address, header...); over(a) {
			return a
		}
	}
	p.t.Fatalf("with RATE_LIMIT_IP=%d/1h, %d requests of %s pass", fewRequests, tooMany, address)
	return answer{}
}

func over(a answer) bool { return a.status == 429 }

// refused notes a fault unless a request was over its limit.
func (p limitedProcess) refused(a answer, why string) {
	if !over(a) {
		p.t.Errorf("want 429 for %s: %s", why, a)
	}
}

func (p limitedProcess) passes(a answer, why string) {
	if over(a) {
		p.t.Errorf("want no 429 for %s: %s", why, a)
	}
}

// field reads a header of draft-ietf-httpapi-ratelimit-headers: a list of names with parameters.
func field(a answer, name string) (of string, parameters map[string]int64, err error) {
	list, err := httpsfv.UnmarshalList(a.header.Values(name))
	if err != nil || len(list) != 1 {
		return "", nil, fmt.Errorf("%s is %q, no structured field with one item: %v", name, a.header.Values(name), err)
	}
	item, is := list[0].(httpsfv.Item)
	of, isText := item.Value.(string)
	if !is || !isText {
		return "", nil, fmt.Errorf("%s is %q, which does not begin with a name in quotes", name, a.header.Get(name))
	}
	parameters = map[string]int64{}
	for _, p := range item.Params.Names() {
		value, _ := item.Params.Get(p)
		parameters[p], _ = value.(int64)
	}
	return of, parameters, nil
}

func limitsAreTold(t *T) {
	p, address := t.limited(), anAddress()
	for n := 1; n <= fewRequests+1; n++ {
		a := p.call(address)
		of, policy, errPolicy := field(a, "RateLimit-Policy")
		same, left, err := field(a, "RateLimit")
		switch {
		case errPolicy != nil:
			t.Errorf("%v: %s", errPolicy, a)
		case err != nil:
			t.Errorf("%v: %s", err, a)
		case of != same || policy["q"] != fewRequests || policy["w"] != anHour:
			t.Errorf("RateLimit-Policy is %q, want q=%d and w=%d of %q: %s", a.header.Get("RateLimit-Policy"), fewRequests, anHour, same, a)
		case left["r"] != int64(max(0, fewRequests-n)) || left["t"] < 1 || left["t"] > anHour:
			t.Errorf("RateLimit is %q with request %d, want r=%d: %s", a.header.Get("RateLimit"), n, max(0, fewRequests-n), a)
		}
	}
}

func limitsAreExact(t *T) {
	p, address := t.limited(), anAddress()
	for n := 1; n <= tooMany; n++ {
		if a := p.call(address); over(a) != (n > fewRequests) {
			t.Errorf("with RATE_LIMIT_IP=%d/1h, request %d: %s", fewRequests, n, a)
		}
	}
}

// limitsAreExactAtOnce compares with requests one after another: how many of those pass is another check's matter.
func limitsAreExactAtOnce(t *T) {
	p, address := t.limited(), anAddress()
	var passed atomic.Int64
	var clients sync.WaitGroup
	for range 2 * tooMany {
		clients.Go(func() {
			a, err := t.exchange(p.url, "GET", "/nowhere", nil, keyHeader, "", "X-Forwarded-For", address)
			if err != nil {
				t.Errorf("GET /nowhere: %v", err)
			} else if !over(a) {
				passed.Add(1)
			}
		})
	}
	clients.Wait()
	if one := t.limited().passing(anAddress()); passed.Load() != one {
		t.Errorf("with RATE_LIMIT_IP=%d/1h, %d of %d requests at once pass, and %d one after another", fewRequests, passed.Load(), 2*tooMany, one)
	}
}

// passing is how many requests of an address pass.
func (p limitedProcess) passing(address string) (n int64) {
	for range 2 * tooMany {
		if !over(p.call(address)) {
			n++
		}
	}
	return n
}

func retryIsTold(t *T) {
	a := t.limited().exhaust(anAddress())
	if seconds, err := strconv.Atoi(a.header.Get("Retry-After")); err != nil || seconds < 1 || seconds > anHour {
		t.Errorf("Retry-After is %q, want seconds from 1 to %d: %s", a.header.Get("Retry-After"), anHour, a)
	}
}

func windowsEnd(t *T) {
	p, address := t.limited("RATE_LIMIT_IP", "2/1s"), anAddress()
	a := p.exhaust(address)
	seconds, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || seconds > 1 {
		seconds = 1 // another check looks at that
	}
	time.Sleep(time.Duration(seconds)*time.Second + 100*time.Millisecond)
	p.passes(p.call(address), "who comes again when the second is over")
}

// forgedAddresses writes the header as a client would, which a proxy goes on with on the right.
func forgedAddresses(t *T) {
	direct := t.limited("TRUSTED_PROXIES", "0")
	pass := func(p limitedProcess, behind string) bool {
		for range tooMany {
			if over(p.call(anAddress() + behind)) {
				return false
			}
		}
		return true
	}
	if pass(direct, "") {
		t.Errorf("with RATE_LIMIT_IP=%d/1h and TRUSTED_PROXIES=0, %d requests pass that each name another address", fewRequests, tooMany)
	}
	if pass(t.limited(), ", "+anAddress()) {
		t.Errorf("with RATE_LIMIT_IP=%d/1h and TRUSTED_PROXIES=1, %d requests pass that each name another address before the proxy's", fewRequests, tooMany)
	}
}

func addressesApart(t *T) {
	p := t.limited()
	p.exhaust(anAddress())
	p.passes(p.call(anAddress()), "another address")
}

func networksTogether(t *T) {
	p := t.limited()
	network := fmt.Sprintf("2001:db8:%x:%x:", rand.IntN(1<<16), rand.IntN(1<<16))
	p.exhaust(network + ":1")
	p.refused(p.call(network+"1:2:3:4"), "an address of the same /64")
}

func probesAreUnlimited(t *T) {
	p, address := t.limited(), anAddress()
	p.exhaust(address)
	for _, path := range []string{"/livez", "/readyz", "/openapi.json"} {
		for range tooMany {
			p.passes(p.get(path, address), "what is not limited")
		}
	}
}

// callerRates are the promises about limits of callers that are known.
func callerRates() []Check {
	return with([]string{limitPiece, authPiece},
		Check{Name: "a key that is not valid counts as its address", run: madeUpKeys},
		Check{Name: "a key has a limit of its own, wherever it is used", run: keysApart},
		Check{Name: "a user has a limit of its own, wherever from", run: usersApart},
		Check{Name: "who tries keys is refused, even with a right one", run: guessedKeys},
	)
}

func madeUpKeys(t *T) {
	p, address := t.limited(), anAddress()
	p.exhaust(address)
	p.refused(p.call(address, withKey(altered(t.key, 5))...), "a key that is not valid, from an address over its limit")
}

func keysApart(t *T) {
	t.apart(t.limited("RATE_LIMIT_KEY", fmt.Sprintf("%d/1h", fewRequests)), withKey(t.makeKey()))
}

func usersApart(t *T) {
	user := withAuthorization("Bearer " + token(object{"sub": anAddress()}))
	if t.knock(user).status == 401 {
		return // another check says so
	}
	t.apart(t.limited("RATE_LIMIT_USER", fmt.Sprintf("%d/1h", fewRequests)), user)
}

// apart lets a caller use up its limit, from an address that has none left and from others.
func (t *T) apart(p limitedProcess, caller []string) {
	address := anAddress()
	p.exhaust(address)
	p.passes(p.call(address, caller...), "a caller at an address over its limit")
	for range tooMany {
		if over(p.call(anAddress(), caller...)) {
			return
		}
	}
	t.Errorf("%d requests pass of a caller who may make %d, from as many addresses", tooMany, fewRequests)
}

func guessedKeys(t *T) {
	p, address := t.limited("RATE_LIMIT_KEY", "off"), anAddress()
	for n := range tooMany {
		p.call(address, withKey(altered(altered(t.key, 3), 4+n%6))...)
	}
	p.refused(p.call(address, withKey(t.key)...), "the right key after many wrong ones")
}
