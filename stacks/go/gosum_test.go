package gostack

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scalecli/scale/generator"
	"github.com/scalecli/scale/generator/render"
)

// sum writes go.sum lines for modules: "uuid 1.6.0" gives two, "uuid 1.6.0/go.mod" one.
func sum(modules ...string) string {
	var b strings.Builder
	for _, m := range modules {
		m = long(m)
		if !strings.HasSuffix(m, "/go.mod") {
			b.WriteString(m + " h1:x=\n")
			m += "/go.mod"
		}
		b.WriteString(m + " h1:y=\n")
	}
	return b.String()
}

func TestSumsMerge(t *testing.T) {
	withChi := mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0")
	withBoth := mod("chi 1.500.0", "goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0")
	plainSum := sum("goose 1.300.0", "libc 1.100.0", "sqlite 1.100.0")
	redisSum := sum("goose 1.300.0", "libc 1.100.0", "redis 1.900.0", "sqlite 1.100.0", "test 1.0.0/go.mod", "xxhash 1.200.0")
	for _, c := range []struct {
		name                        string
		baseMod, oursMod, theirsMod string
		base, ours, theirs, want    string
		code                        string
		cache                       fstest.MapFS
	}{
		{
			name: "what the user's code imports stays in an untouched file too", baseMod: redis, oursMod: redis, theirsMod: plain,
			base: redisSum, ours: redisSum, theirs: plainSum, want: sum("goose 1.300.0", "libc 1.100.0", "redis 1.900.0", "sqlite 1.100.0"),
			code:  uses("goose", "redis", "sqlite"),
			cache: fstest.MapFS{"cache/download/example.com/redis/@v/v1.900.0.mod": {Data: []byte("module example.com/redis\n\ngo 1.20\n")}},
		},
		{
			name: "what comes joins the user's lines in order", baseMod: plain, oursMod: withChi, theirsMod: redis,
			base: plainSum, ours: sum("chi 1.500.0") + plainSum, theirs: redisSum, want: sum("chi 1.500.0") + redisSum,
		},
		{
			name: "what scale alone needed goes", baseMod: redis, oursMod: withBoth, theirsMod: plain,
			base: redisSum, ours: sum("chi 1.500.0") + redisSum, theirs: plainSum, want: sum("chi 1.500.0") + plainSum,
			cache: fstest.MapFS{"cache/download/example.com/chi/@v/v1.500.0.mod": {Data: []byte("module example.com/chi\n\ngo 1.20\n")}},
		},
		{
			name: "nothing goes while the needs of a requirement are not known", baseMod: redis, oursMod: withBoth, theirsMod: plain,
			base: redisSum, ours: sum("chi 1.500.0") + redisSum, theirs: plainSum, want: sum("chi 1.500.0") + redisSum,
		},
		{
			name: "what a requirement of the user's needs stays", baseMod: redis, oursMod: withBoth, theirsMod: plain,
			base: redisSum, ours: sum("chi 1.500.0") + redisSum, theirs: plainSum,
			want:  sum("chi 1.500.0", "goose 1.300.0", "libc 1.100.0", "sqlite 1.100.0", "test 1.0.0/go.mod"),
			cache: fstest.MapFS{"cache/download/example.com/chi/@v/v1.500.0.mod": {Data: []byte("module example.com/chi\n\ngo 1.20\n\nrequire example.com/test v1.0.0\n")}},
		},
		{
			name: "lines of a version that the user went back from stay away", baseMod: plain, theirsMod: redis,
			oursMod: mod("goose 1.200.0", "sqlite 1.100.0", "~libc 1.100.0"),
			base:    plainSum, ours: sum("goose 1.200.0", "libc 1.100.0", "sqlite 1.100.0"), theirs: redisSum,
			want: sum("goose 1.200.0", "libc 1.100.0", "redis 1.900.0", "sqlite 1.100.0", "test 1.0.0/go.mod", "xxhash 1.200.0"),
		},
		{
			name: "a raised version takes the place of the old one", baseMod: plain, oursMod: plain, theirsMod: plain,
			base: sum("goose 1.9.0"), ours: sum("chi 1.0.0", "goose 1.9.0"), theirs: sum("goose 1.10.0"), want: sum("chi 1.0.0", "goose 1.10.0"),
		},
		{
			name: "lines in an order of the user's keep it", baseMod: plain, oursMod: plain, theirsMod: plain,
			base: sum("goose 1.0.0"), ours: sum("zap 1.0.0", "goose 1.0.0"), theirs: sum("goose 1.0.0", "libc 1.0.0"),
			want: sum("zap 1.0.0", "goose 1.0.0", "libc 1.0.0"),
		},
		{
			name: "CRLF stays", baseMod: plain, oursMod: plain, theirsMod: plain,
			base: sum("goose 1.0.0"), ours: crlf(sum("chi 1.0.0", "goose 1.0.0")), theirs: sum("goose 1.0.0", "libc 1.0.0"),
			want: crlf(sum("chi 1.0.0", "goose 1.0.0", "libc 1.0.0")),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			change := generator.Change{
				Disk:   fstest.MapFS{"go.mod": {Data: []byte(c.oursMod)}, "own.go": {Data: []byte(c.code)}},
				Base:   render.Tree{"go.mod": {Data: []byte(c.baseMod)}},
				Theirs: render.Tree{"go.mod": {Data: []byte(c.theirsMod)}},
			}
			s := Stack{}
			if c.cache != nil {
				s.ModuleCache = c.cache
			}
			f, _ := s.Merger("go.sum", change)
			if r := f([]byte(c.base), []byte(c.ours), []byte(c.theirs)); !r.Clean() || string(r.Data) != c.want {
				t.Errorf("got\n%s\nwant\n%s", r.Data, c.want)
			}
		})
	}
}
