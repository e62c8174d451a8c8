package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const hello = `package main

import "fmt"

func main() { fmt.Println("hello, world") }
`

// holdStart sets how soon scale and a generated app are there against the smallest programs of their kind.
func (b *bench) holdStart() ([]result, error) {
	dir := filepath.Join(b.dir, "hello")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(hello), 0o644); err != nil {
		return nil, err
	}
	if err := run(dir, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", "hello", "main.go"); err != nil {
		return nil, err
	}
	world := func() (sample, error) { return timed(dir, filepath.Join(dir, "hello")) }
	help, err := contest{
		name: "`scale --help`, against hello world", unit: seconds, sides: [2]string{"subject", "reference"},
		subject: func() (sample, error) { return timed(dir, b.scale, "--help") }, reference: world, again: world,
	}.hold(b.slices)
	if err != nil {
		return nil, err
	}
	app, err := b.firstAnswer()
	return []result{help, app}, err
}

// firstAnswer times an app with ten migrations up to its first 200 on /readyz, and the bare handler up to that on /livez.
func (b *bench) firstAnswer() (result, error) {
	dir, err := b.project("sqlite", "ten")
	if err != nil {
		return result{}, err
	}
	shop := filepath.Join(dir, "shop")
	for i := range 9 {
		if err := run(shop, b.scale, "add", "field", fmt.Sprintf("product.extra_%d:string:index", i)); err != nil {
			return result{}, err
		}
	}
	if err := run(shop, "go", "build", "-o", "../app", "./cmd/shop"); err != nil {
		return result{}, err
	}
	turn := func(binary, ready, file string) func() (sample, error) {
		return func() (sample, error) {
			return firstAnswer(filepath.Join(dir, binary), ready, filepath.Join(dir, file))
		}
	}
	if _, err := turn("app", "/readyz", "made.db")(); err != nil {
		return result{}, err
	}
	return contest{
		name: "the app with ten migrations and an empty file, against the bare handler",
		unit: seconds, sides: [2]string{"subject", "reference"},
		subject: turn("app", "/readyz", "fresh.db"), reference: turn("bare", "/livez", "made.db"), again: turn("bare", "/livez", "made.db"),
	}.hold(b.slices)
}

// firstAnswer starts a server and stops it when it has answered. A file that is called fresh is removed first.
func firstAnswer(binary, ready, file string) (sample, error) {
	if strings.HasPrefix(filepath.Base(file), "fresh") {
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.RemoveAll(file + end); err != nil {
				return sample{}, err
			}
		}
	}
	start := time.Now()
	s, err := startServer(binary, ready, "DATABASE_URL=sqlite:"+file)
	took := time.Since(start)
	if err != nil {
		return sample{}, err
	}
	return sample{value: took.Seconds(), cpu: s.cpu().Seconds() * 1e6}, s.stop()
}
