//go:build ignore

// Command middleware measures what each middleware of the app takes of a request to the simplest route: the processor time
// of the whole chain less that of the chain without it. It prints the samples as JSON.
package main

import (
	"context"
	"encoding/json"
	"log"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"shop/internal/platform"
	"shop/internal/platform/auth"
	"shop/internal/platform/config"
	"shop/internal/platform/db"
	"shop/internal/platform/httpx"
	"shop/internal/platform/process"
)

// layer is a piece of the chain, in the order of the app's.
type layer struct {
	name string
	wrap httpx.Middleware
}

// sample is what a request takes of a chain.
type sample struct {
	Nanoseconds float64
	Allocations float64
	Bytes       float64
}

func main() {
	log.SetFlags(0)
	rounds, err := strconv.Atoi(os.Args[1])
	must(err)
	cfg, err := config.Load()
	must(err)
	p, err := platform.Open(cfg)
	must(err)
	defer p.Close()
	ctx := context.Background()
	must(p.DB.Migrate(ctx, []db.Migrations{auth.Migrations()}))
	_, key, err := p.Auth.Keys.Create(ctx, "bench", nil, nil)
	must(err)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": cfg.JWTIssuer, "aud": cfg.JWTAudience, "sub": "ada", "exp": time.Now().Add(time.Hour).Unix(),
	}).SignedString([]byte(cfg.JWTSecret))
	must(err)
	lines, err := os.Create(os.Args[2])
	must(err)
	slog.SetDefault(slog.New(slog.NewJSONHandler(process.NewLog(lines), nil)))

	layers := []layer{
		{"RequestID", httpx.RequestID},
		{"AccessLog", httpx.AccessLog},
		{"Recover", httpx.Recover},
		{"CORS", httpx.CORS(cfg.CORSOrigins)},
		{"LimitBody", httpx.LimitBody(1 << 20)},
		{"cache", p.Cache.Middleware},
		{"ratelimit", p.RateLimit.Guesses},
		{"auth", p.Auth.Identify},
		{"ratelimit", p.RateLimit.Limit}, // it stands in two places
	}
	all := map[string][]sample{}
	for _, who := range []struct{ name, header, value string }{
		{"", "", ""}, {" of a key", "X-API-Key", key}, {" of a token", "Authorization", "Bearer " + token},
	} {
		variants := []string{"whole", "again", "auth", "ratelimit"}
		if who.header == "" {
			variants = append(variants, "none", "RequestID", "AccessLog", "Recover", "CORS", "LimitBody", "cache")
		}
		for round := range rounds + 1 {
			for i := range variants {
				v := variants[(i+round)%len(variants)] // whoever comes first may find a colder machine
				s := measure(chain(layers, v), who.header, who.value)
				if round > 0 {
					all[v+who.name] = append(all[v+who.name], s)
				}
			}
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(all))
}

// chain is the simplest route behind all layers but those of a name; "none" has no layer.
func chain(layers []layer, without string) http.Handler {
	var some []httpx.Middleware
	for _, l := range layers {
		if l.name != without && without != "none" {
			some = append(some, l.wrap)
		}
	}
	answer := []byte(`{"status":"ok"}`)
	return httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}), some...)
}

// measure sends requests one after another. Processor time is that of the whole process: the collection of garbage and the
// writing of the log are part of the price.
func measure(h http.Handler, header, value string) sample {
	const requests = 4000
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := used()
	for range requests {
		r := &http.Request{Method: "GET", URL: path, Proto: "HTTP/1.1", Header: http.Header{}, Body: http.NoBody, RemoteAddr: "127.0.0.1:1234"}
		if header != "" {
			r.Header.Set(header, value)
		}
		h.ServeHTTP(writer{http.Header{}}, r)
	}
	took := used() - start
	runtime.ReadMemStats(&after)
	return sample{float64(took) / requests, float64(after.Mallocs-before.Mallocs) / requests, float64(after.TotalAlloc-before.TotalAlloc) / requests}
}

var path = must1(http.NewRequest("GET", "/api/v1/status", nil)).URL

// writer drops the answer.
type writer struct{ header http.Header }

func (w writer) Header() http.Header            { return w.header }
func (w writer) WriteHeader(int)                {}
func (w writer) Write(data []byte) (int, error) { return len(data), nil }

// used is the processor time of the process.
func used() time.Duration {
	var u syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func must1[T any](value T, err error) T {
	must(err)
	return value
}
