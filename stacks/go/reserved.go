package gostack

// predeclared are Go's built-in names. A package of such a name hides the built-in in every file that imports it.
var predeclared = set(
	"any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "complex64", "complex128", "copy",
	"delete", "error", "false", "float32", "float64", "imag", "int", "int8", "int16", "int32", "int64", "iota", "len",
	"make", "max", "min", "new", "nil", "panic", "print", "println", "real", "recover", "rune", "string", "true", "uint",
	"uint8", "uint16", "uint32", "uint64", "uintptr",
)

// imported are the names of packages that a module's own files import. No variable is called that.
var imported = set(
	"atomic", "auth", "base64", "big", "bufio", "bytes", "cache", "cmp", "context", "db", "driver", "embed", "errors", "filepath", "fmt",
	"fs", "hex", "http", "httptest", "httpx", "io", "iter", "json", "maps", "math", "net", "os", "page", "platform",
	"problem", "queue", "rand", "regexp", "reflect", "runtime", "slices", "slog", "sort", "sql", "strconv", "strings", "sync",
	"testing", "time", "url", "utf8", "uuid", "wire",
)

// crowded are the names of packages that stand beside a module's in the imports of nearly every file that uses one. A
// module of such a name would need another name in each of them, the project's list of modules among these.
var crowded = set(
	"api", "auth", "bytes", "cmp", "config", "context", "db", "errors", "fmt", "http", "httpx", "io", "json", "maps", "math", "net",
	"os", "platform", "problem", "queue", "reflect", "regexp", "runtime", "slices", "slog", "sql", "strconv", "strings", "sync",
	"syscall", "testing", "time", "uuid",
)

// platforms are the operating systems and processors that a file name can end in (go tool dist list, and those the go
// command keeps for later).
var platforms = set(
	"aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
	"openbsd", "plan9", "solaris", "wasip1", "windows", "zos", "unix",
	"386", "amd64", "amd64p32", "arm", "arm64", "arm64be", "armbe", "loong64", "mips", "mips64", "mips64le", "mips64p32",
	"mips64p32le", "mipsle", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
)

// standard are the first parts of import paths in Go's standard library.
var standard = set(
	"archive", "bufio", "bytes", "cmd", "cmp", "compress", "container", "context", "crypto", "database", "debug", "embed",
	"encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index", "internal", "io", "iter", "log",
	"maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort", "strconv",
	"strings", "structs", "sync", "syscall", "testing", "text", "time", "unicode", "unique", "unsafe", "vendor", "weak",
)

// projectReasons are projects whose folder or import path Go reads in its own way.
var projectReasons = map[string]string{
	"main":     "Go keeps it for the package of a command",
	"internal": "Go lets nobody import below a folder of that name",
	"vendor":   "Go keeps the folder of that name for copies of dependencies",
	"testdata": "the go command passes over folders of that name",
	"cmd":      "Go's own commands live under that path",
	"std":      "the go command means its standard library by it",
	"all":      "the go command means every package by it",
}

// moduleReasons are packages that clash with what the generated project already has. Keys have no underscores.
var moduleReasons = map[string]string{
	"main":       "Go keeps it for the package of a command",
	"internal":   "Go lets nobody import below a folder of that name",
	"vendor":     "Go keeps the folder of that name for copies of dependencies",
	"testdata":   "the go command passes over folders of that name",
	"test":       "Go keeps the ending for tests",
	"init":       "Go keeps it for the functions that start a package",
	"cmd":        "the project's commands live in a folder of that name",
	"api":        "the project's API descriptions live in a folder of that name",
	"app":        "the project's composition is called that",
	"access":     "every module may have a file of that name, which says who may call it",
	"cache":      "every module may have a file of that name",
	"command":    "the project runs the commands of its pieces in a function of that name",
	"job":        "the project answers for jobs at that path",
	"guarded":    "the project puts its modules behind a type of that name",
	"module":     "every module has a type of that name",
	"scalegen":   "a file of scale's own is called that",
	"store":      "every module has a type and a file of that name",
	"draft":      "every module has a type of that name",
	"p":          "the project's modules are wired with a variable of that name",
	"modules":    "the project lists its modules in a function of that name",
	"routes":     "the project collects its routes in a function of that name",
	"recorder":   "the project's tests have a type of that name",
	"start":      "the project's tests have a function of that name",
	"open":       "the project's tests have a function of that name",
	"stop":       "the project's tests have a function of that name",
	"all":        "the go command means every package by it",
	"outer":      "the project lists its middleware in a function of that name",
	"inner":      "the project lists its middleware in a function of that name",
	"handler":    "the project builds its handler in a function of that name",
	"run":        "the project starts in a function of that name",
	"serve":      "the project serves in a function of that name",
	"seed":       "every module has a file of that name",
	"wire":       "every module has a file of that name",
	"migrations": "every module keeps its migrations in a folder of that name",
	"livez":      "the project answers probes under that name",
	"readyz":     "the project answers probes under that name",
}

// moduleFiles are the files that modules have, or get from a piece, without their ending.
var moduleFiles = set("access", "cache", "http", "migrations", "seed", "store", "wire")

// fieldReasons are columns that every table has, words that lists take as parameters, and columns that a database
// refuses.
var fieldReasons = map[string]string{
	"id":         "every row has one already",
	"created_at": "every row has one already",
	"updated_at": "every row has one already",
	"version":    "every row has one already, as its ETag",
	"draft":      "what a client sets of a row is a Go type of that name",
	"limit":      "lists take it as their page size",
	"cursor":     "lists take it as their position",
	"sort":       "lists take it as their order",
	"tableoid":   "PostgreSQL keeps it for itself",
	"xmin":       "PostgreSQL keeps it for itself",
	"xmax":       "PostgreSQL keeps it for itself",
	"cmin":       "PostgreSQL keeps it for itself",
	"cmax":       "PostgreSQL keeps it for itself",
	"ctid":       "PostgreSQL keeps it for itself",
	"rowid":      "SQLite keeps it for itself",
	"oid":        "SQLite keeps it for itself",
}

func set(words ...string) map[string]bool {
	s := make(map[string]bool, len(words))
	for _, w := range words {
		s[w] = true
	}
	return s
}
