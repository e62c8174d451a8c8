package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// layers are the middleware whose price is told, by their names in scripts/bench/bare/middleware.go: who sends the request,
// and what is left out.
var layers = []struct{ told, who, without string }{
	{"RequestID", "", "RequestID"},
	{"AccessLog", "", "AccessLog"},
	{"Recover", "", "Recover"},
	{"CORS, for a request without an origin", "", "CORS"},
	{"LimitBody", "", "LimitBody"},
	{"cache, around a route that reads nothing", "", "cache"},
	{"ratelimit in memory, of an address", "", "ratelimit"},
	{"ratelimit in memory, of an API key", " of a key", "ratelimit"},
	{"ratelimit in memory, of a token's user", " of a token", "ratelimit"},
	{"auth, nobody in particular", "", "auth"},
	{"auth, an API key, which SQLite has", " of a key", "auth"},
	{"auth, a token by HS256", " of a token", "auth"},
}

// holdMiddleware measures in one process what each middleware takes of a request.
func (b *bench) holdMiddleware() (string, error) {
	dir, err := b.project("sqlite", "middleware")
	if err != nil {
		return "", err
	}
	shop := filepath.Join(dir, "shop")
	for _, piece := range []string{"cache", "auth", "ratelimit"} {
		if err := run(shop, b.scale, "add", piece); err != nil {
			return "", err
		}
	}
	if err := run(shop, "go", "build", "-o", "../measure", "cmd/bare/middleware.go"); err != nil {
		return "", err
	}
	cmd := exec.Command(filepath.Join(dir, "measure"), fmt.Sprint(b.slices), filepath.Join(dir, "log"))
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "DATABASE_URL=sqlite:"+filepath.Join(dir, "keys.db"), "CORS_ORIGINS=https://shop.example",
		"RATE_LIMIT_IP=1000000000/1h", "RATE_LIMIT_USER=1000000000/1h", "RATE_LIMIT_KEY=1000000000/1h",
		"AUTH_JWT_SECRET=a secret that is only there to be measured", "AUTH_JWT_ISSUER=https://id.example", "AUTH_JWT_AUDIENCE=https://api.example")
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", cmd, err)
	}
	var all map[string][]cost
	if err := json.Unmarshal(out, &all); err != nil {
		return "", err
	}
	return costTable(all), nil
}

// cost is what a request takes of a chain.
type cost struct{ Nanoseconds, Allocations, Bytes float64 }

func costTable(all map[string][]cost) string {
	var text strings.Builder
	text.WriteString("| middleware | CPU of a request | allocations | bytes |\n| --- | --- | --- | --- |\n")
	row := func(what string, more, less []cost) {
		nanoseconds := difference(more, less, func(c cost) float64 { return c.Nanoseconds })
		allocations := median(difference(more, less, func(c cost) float64 { return c.Allocations }))
		bytes := median(difference(more, less, func(c cost) float64 { return c.Bytes }))
		fmt.Fprintf(&text, "| %s | %s | %.0f | %.0f |\n", what, inMicroseconds(nanoseconds), allocations, bytes)
	}
	for _, l := range layers {
		row(l.told, all["whole"+l.who], all[l.without+l.who])
	}
	row("all of them, nobody in particular", all["whole"], all["none"])
	row("noise (A/A)", all["whole"], all["again"])
	row("noise (A/A), with an API key", all["whole of a key"], all["again of a key"])
	return text.String()
}

// difference is what one of two chains takes more, round by round.
func difference(more, less []cost, of func(cost) float64) (values []float64) {
	for i := range more {
		values = append(values, of(more[i])-of(less[i]))
	}
	return values
}

// inMicroseconds is the median, with the middle half in parentheses.
func inMicroseconds(nanoseconds []float64) string {
	at := func(part float64) float64 { return quantile(nanoseconds, part) / 1000 }
	return fmt.Sprintf("%.2f µs (%.2f–%.2f)", at(0.5), at(0.25), at(0.75))
}
