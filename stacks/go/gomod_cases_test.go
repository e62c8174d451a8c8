package gostack

import "strings"

var goMerges = []goMerge{
	{
		name: "an untouched file becomes exactly what was recorded",
		base: plain, ours: plain, theirs: redis, want: redis,
	},
	{
		name: "a file that scale does not change stays exactly as it is",
		base: plain, ours: "// mine\n" + plain + "\n\n", theirs: plain, want: "// mine\n" + plain + "\n\n",
	},
	{
		name: "the user's own requirement stays beside those that come",
		base: plain, ours: mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("chi", "goose", "redis", "sqlite"), cache: map[string]string{"chi 1.500.0": ""},
		want: mod("chi 1.500.0", "goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
	},
	{
		name: "beside a requirement whose needs are not known, go mod tidy is the next step",
		base: plain, ours: mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("chi", "goose", "redis", "sqlite"),
		want: mod("chi 1.500.0", "goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
		note: "go mod tidy",
	},
	{
		name: "what scale drops goes, also beside a requirement that is known not to need it",
		base: redis, ours: mod("chi 1.500.0", "goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"), theirs: plain,
		code: uses("chi", "goose", "sqlite"), cache: map[string]string{"chi 1.500.0": "libc 1.9.0"},
		want: mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0"),
	},
	{
		name: "what scale drops stays where a requirement of the user's may need it",
		base: redis, ours: mod("chi 1.500.0", "goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"), theirs: plain,
		code: uses("chi", "goose", "sqlite"),
		want: mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0", "~redis 1.900.0", "~xxhash 1.200.0"),
		note: "go mod tidy",
	},
	{
		name: "what a requirement of the user's needs stays, and becomes indirect",
		base: redis, ours: mod("chi 1.500.0", "goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"), theirs: plain,
		code: uses("chi", "goose", "sqlite"), cache: map[string]string{"chi 1.500.0": "xxhash 1.200.0"},
		want: mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
	},
	{
		name: "what the user's code imports stays, with what it needs",
		base: redis, ours: redis + "\n", theirs: plain,
		code: uses("goose", "redis/v9/extra", "sqlite"), cache: map[string]string{"redis 1.900.0": "xxhash 1.200.0", "xxhash 1.200.0": ""},
		want: redis,
	},
	{
		name: "a requirement raised by the user stays raised",
		base: plain, ours: mod("goose 1.305.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("goose", "redis", "sqlite"), cache: map[string]string{"goose 1.305.0": ""},
		want: mod("goose 1.305.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
	},
	{
		name: "of two raises the higher one wins, scale's",
		base: plain, ours: mod("goose 1.305.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: mod("goose 1.306.0", "sqlite 1.100.0", "~libc 1.100.0"),
		code: uses("goose", "sqlite"),
		want: mod("goose 1.306.0", "sqlite 1.100.0", "~libc 1.100.0"),
	},
	{
		name: "of two raises the higher one wins, the user's",
		base: plain, ours: mod("goose 1.310.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: mod("goose 1.309.0", "sqlite 1.100.0", "~libc 1.100.0"),
		code: uses("goose", "sqlite"), cache: map[string]string{"goose 1.310.0": ""},
		want: mod("goose 1.310.0", "sqlite 1.100.0", "~libc 1.100.0"),
	},
	{
		name: "a requirement lowered by the user stays, with a warning",
		base: plain, ours: mod("goose 1.200.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("goose", "redis", "sqlite"), cache: map[string]string{"goose 1.200.0": ""},
		want: mod("goose 1.200.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
		note: "example.com/goose is at v1.200.0 by your choice",
	},
	{
		name: "a requirement lowered by the user is raised when scale raises it",
		base: plain, ours: mod("goose 1.200.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: mod("goose 1.400.0", "sqlite 1.100.0", "~libc 1.100.0"),
		code: uses("goose", "sqlite"),
		want: mod("goose 1.400.0", "sqlite 1.100.0", "~libc 1.100.0"),
	},
	{
		name: "what scale brings is raised to what a requirement of the user's asks for",
		base: plain, ours: mod("chi 1.500.0", "goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("chi", "goose", "redis", "sqlite"), cache: map[string]string{"chi 1.500.0": "redis 1.907.0", "redis 1.907.0": ""},
		want: mod("chi 1.500.0", "goose 1.300.0", "redis 1.907.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
		note: "go mod tidy",
	},
	{
		name: "a module that the user had already is not lowered when scale brings it",
		base: plain, ours: mod("goose 1.300.0", "redis 1.909.0", "sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("goose", "redis", "sqlite"), cache: map[string]string{"redis 1.909.0": ""},
		want: mod("goose 1.300.0", "redis 1.909.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
	},
	{
		name: "an indirect requirement becomes direct when the code starts to import it",
		base: redis, ours: redis + "\n// mine\n", theirs: mod("goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "uuid 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
		code: uses("goose", "libc/sub", "redis", "sqlite", "uuid"),
		want: mod("goose 1.300.0", "libc 1.100.0", "redis 1.900.0", "sqlite 1.100.0", "uuid 1.100.0", "~xxhash 1.200.0", "!// mine"),
	},
	{
		name: "a requirement that the user took out stays out",
		base: plain, ours: mod("sqlite 1.100.0", "~libc 1.100.0"), theirs: redis,
		code: uses("redis", "sqlite"),
		want: mod("redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0"),
	},
	{
		name: "a requirement that the user took out comes back when the code imports it again",
		base: plain, ours: mod("sqlite 1.100.0", "~libc 1.100.0"), theirs: mod("goose 1.301.0", "sqlite 1.100.0", "~libc 1.100.0"),
		code: uses("goose", "sqlite"),
		want: mod("goose 1.301.0", "sqlite 1.100.0", "~libc 1.100.0"),
	},
	{
		name: "replace, exclude, retract and tool lines stay",
		base: plain, ours: mod("goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0", "!replace example.com/goose => ../goose", "!exclude example.com/libc v1.9.0",
			"!tool example.com/gen", "!retract v0.1.0"), theirs: redis,
		code: uses("goose", "redis", "sqlite"),
		want: mod("goose 1.300.0", "redis 1.900.0", "sqlite 1.100.0", "~libc 1.100.0", "~xxhash 1.200.0", "!replace example.com/goose => ../goose",
			"!exclude example.com/libc v1.9.0", "!tool example.com/gen", "!retract v0.1.0"),
	},
	{
		name: "the user's comments stay where they are",
		base: plain, ours: strings.Replace("// Shop sells things.\n"+plain, "sqlite v1.100.0", "sqlite v1.100.0 // the fast one", 1), theirs: redis,
		code: uses("goose", "redis", "sqlite"),
		want: "// Shop sells things.\nmodule shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/goose v1.300.0\n\texample.com/sqlite v1.100.0 // the fast one\n)\n\n" +
			"require example.com/redis v1.900.0\n\nrequire (\n\texample.com/libc v1.100.0 // indirect\n\texample.com/xxhash v1.200.0 // indirect\n)\n",
	},
	{
		name: "a requirement at which the user wrote a comment is not dropped",
		base: redis, ours: strings.Replace(redis, "redis v1.900.0", "redis v1.900.0 // wait for #12", 1), theirs: plain,
		code: uses("goose", "sqlite"), cache: map[string]string{"redis 1.900.0": ""},
		want: "module shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/goose v1.300.0\n\texample.com/redis v1.900.0 // indirect; wait for #12\n" +
			"\texample.com/sqlite v1.100.0\n)\n\nrequire example.com/libc v1.100.0 // indirect\n",
		note: "example.com/redis stays",
	},
	{
		name: "a later go line and a toolchain of the user's stay",
		base: plain, ours: strings.Replace(plain, "go 1.26.0", "go 1.27.1\n\ntoolchain go1.27.2", 1), theirs: strings.Replace(redis, "1.26.0", "1.26.3", 1),
		code: uses("goose", "redis", "sqlite"),
		want: strings.Replace(redis, "go 1.26.0", "go 1.27.1\n\ntoolchain go1.27.2", 1),
	},
	{
		name: "an earlier go line is raised to what scale needs",
		base: plain, ours: strings.Replace(plain, "go 1.26.0", "go 1.25.0", 1), theirs: strings.Replace(redis, "1.26.0", "1.26.3", 1),
		code: uses("goose", "redis", "sqlite"),
		want: strings.Replace(redis, "go 1.26.0", "go 1.26.3", 1),
	},
	{
		name: "a module path that the user changed stays",
		base: plain, ours: strings.Replace(plain, "module shop", "module github.com/acme/shop", 1), theirs: redis,
		code: uses("goose", "redis", "sqlite"),
		want: strings.Replace(redis, "module shop", "module github.com/acme/shop", 1),
	},
	{
		name: "two different module paths are a conflict",
		base: plain, ours: strings.Replace(plain, "module shop", "module a.example/shop", 1), theirs: strings.Replace(plain, "module shop", "module b.example/shop", 1),
		why: "both sides changed the module path",
	},
	{
		name: "a file that Go cannot read is a conflict",
		base: plain, ours: plain + "<<<<<<< HEAD\n", theirs: redis,
		why: "Go cannot read the file",
	},
	{
		name: "a file in CRLF stays in CRLF",
		base: plain, ours: strings.ReplaceAll(mod("goose 1.300.0", "sqlite 1.100.0", "~libc 1.100.0", "!// mine"), "\n", "\r\n"), theirs: redis,
		code: uses("goose", "redis", "sqlite"),
		want: strings.ReplaceAll(redis+"\n// mine\n", "\n", "\r\n"),
	},
	{
		name: "a file without a final newline stays without",
		base: plain, ours: plain + "\n// mine", theirs: redis,
		code: uses("goose", "redis", "sqlite"),
		want: redis + "\n// mine",
	},
	{
		name: "a vendored project is told to vendor again",
		base: plain, ours: plain + "\n// mine\n", theirs: redis, vendored: true,
		code: uses("goose", "redis", "sqlite"),
		want: redis + "\n// mine\n",
		note: "go mod vendor",
	},
	{
		name: "one flat block of the user's is parted when something comes",
		base: plain, ours: "module shop\n\ngo 1.26.0\n\nrequire (\n\texample.com/goose v1.300.0\n\texample.com/libc v1.100.0 // indirect\n\texample.com/sqlite v1.100.0\n)\n", theirs: redis,
		code: uses("goose", "redis", "sqlite"),
		want: redis,
	},
	{
		name: "what scale drops goes although the user changed a comment elsewhere",
		base: redis, ours: redis + "\n// mine\n", theirs: plain,
		code: uses("goose", "sqlite"),
		want: plain + "\n// mine\n",
	},
}
