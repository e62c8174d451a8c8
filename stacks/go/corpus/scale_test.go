package corpus

import (
	"bytes"
	"context"
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scalecli/scale/cmd"
	"github.com/scalecli/scale/generator"
	gostack "github.com/scalecli/scale/stacks/go"
	"github.com/scalecli/scale/templates"
)

// answer is what a command line came to.
type answer struct {
	code int
	text string
}

// The day on which projects are made, and the day on which scale is asked for more.
var (
	dayOne = time.Date(2026, 11, 23, 8, 15, 0, 0, time.UTC)
	later  = time.Date(2027, 2, 1, 8, 15, 0, 0, time.UTC)
)

// scale runs command lines in a folder, each an hour after the last, stops at the first that fails, and answers as the
// last one did.
func scale(dir string, stack generator.Stack, start time.Time, commands ...[]string) answer {
	var out bytes.Buffer
	for i, args := range commands {
		at := start.Add(time.Duration(i) * time.Hour)
		out.Reset()
		code := cmd.Main(context.Background(), append([]string{"-C", dir}, args...), cmd.Env{
			Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" },
			Packs: templates.FS, Stacks: []generator.Stack{stack}, Now: func() time.Time { return at },
		})
		if code != 0 {
			return answer{code, fmt.Sprintf("scale %s: %s", strings.Join(args, " "), out.String())}
		}
	}
	return answer{0, out.String()}
}

// realStack is the Go stack as the program has it: it looks into what the go command downloaded.
func realStack() gostack.Stack {
	dir := os.Getenv("GOMODCACHE")
	if dir == "" {
		dir = filepath.Join(filepath.SplitList(build.Default.GOPATH)[0], "pkg", "mod")
	}
	return gostack.Stack{ModuleCache: os.DirFS(dir)}
}

// fresh is a new project with two modules, before anybody edits it.
func fresh(t *testing.T, from start) tree {
	t.Helper()
	dir := scratch(t)
	did := scale(dir, realStack(), dayOne, []string{
		"init", "shop", "--no-git", "--database", from.backend,
		"--module", "product name:string:index price:decimal:index weight:int",
		"--module", "booking customer_email:string:index date:date:index",
	})
	if did.code == 0 && len(from.with) > 0 {
		did = scale(filepath.Join(dir, "shop"), realStack(), dayOne.Add(time.Hour), from.with...)
	}
	if did.code != 0 {
		t.Fatal(did.text)
	}
	return readTree(t, filepath.Join(dir, "shop"))
}

// operation is what the owner asks of scale after the edit.
type operation struct {
	kind     kind
	name     string
	commands [][]string
	merges   bool // it changes files that the edits stand in: a wrong merge shows
	identity bool // it takes back what it does: the project is as it was, byte for byte
	replaces bool // files and dependencies go, and others come: what is made anew has LF, and requirements move
}

// kind is what operations have in common, so that their results can be told together.
type kind string

const (
	modules   kind = "modules, fields and indexes"
	pieces    kind = "pieces"
	databases kind = "databases"
	instances kind = "several instances, on PostgreSQL"
)

// start is a project, the edits that are made of it, and what is asked of it then.
type start struct {
	name       string
	backend    string     // of the database
	with       [][]string // what was added before the edit
	edits      string
	operations []operation
}

var (
	onSQLite   = start{"sqlite", "sqlite", nil, edits, operations}
	onPostgres = start{"postgres", "postgres", nil, edits + "/postgres", []operation{
		{kind: databases, name: "change the database to MySQL", replaces: true, commands: [][]string{toDatabase("mysql")}},
		{kind: databases, name: "change the database to SQLite", replaces: true, commands: [][]string{toDatabase("sqlite")}},
		{kind: databases, name: "change the database and back", identity: true, replaces: true, commands: [][]string{toDatabase("mysql"), toDatabase("postgres")}},
		{kind: databases, name: "change the database and undo it", identity: true, replaces: true, commands: [][]string{toDatabase("sqlite"), {"undo"}}},
		{kind: pieces, name: "add a load balancer", commands: [][]string{toBalancer("nginx")}},
		{kind: pieces, name: "add a load balancer and change it", replaces: true, commands: [][]string{toBalancer("haproxy"), toBalancer("caddy")}},
		{kind: pieces, name: "add and remove a load balancer", identity: true, commands: [][]string{toBalancer("nginx"), {"remove", "loadbalancer"}}},
	}}
	onPieces = start{"pieces", "sqlite", [][]string{toCache("redis"), {"add", "auth"}, toLimits("redis")}, edits + "/pieces", []operation{
		{kind: pieces, name: "remove the cache", replaces: true, commands: [][]string{{"remove", "cache"}}},
		{kind: pieces, name: "remove auth", replaces: true, commands: [][]string{{"remove", "auth"}}},
		{kind: pieces, name: "remove the rate limits", replaces: true, commands: [][]string{{"remove", "ratelimit"}}},
		{kind: pieces, name: "change the cache to Memcached", replaces: true, commands: [][]string{toCache("memcached")}},
		{kind: pieces, name: "change the cache to memory", replaces: true, commands: [][]string{toCache("memory")}},
		{kind: pieces, name: "change the rate limits to memory", replaces: true, commands: [][]string{toLimits("memory")}},
		{kind: pieces, name: "change the cache and back", identity: true, replaces: true, commands: [][]string{toCache("memcached"), toCache("redis")}},
		{kind: pieces, name: "remove the cache and undo it", identity: true, commands: [][]string{{"remove", "cache"}, {"undo"}}},
		{kind: modules, name: "add a unique text field", commands: [][]string{{"add", "field", "product.sku:string:unique"}}},
		{kind: modules, name: "add an index", commands: [][]string{{"add", "index", "product.weight"}}},
		{kind: modules, name: "add a module", commands: [][]string{{"add", "module", "review body:text stars:int:index"}}},
	}}
	onInstances = start{"instances", "postgres", [][]string{addQueue, addJob, toBalancer("nginx")}, edits + "/instances", []operation{
		{kind: pieces, name: "remove the job", commands: [][]string{{"remove", "job", "product.send_receipt"}}},
		{kind: pieces, name: "remove the job and the queue", replaces: true, commands: [][]string{{"remove", "job", "product.send_receipt"}, {"remove", "queue"}}},
		{kind: pieces, name: "remove the job and undo it", identity: true, commands: [][]string{{"remove", "job", "product.send_receipt", "--force"}, {"undo"}}},
		{kind: pieces, name: "add another job", commands: [][]string{{"add", "job", "product.tell_stock"}}},
		{kind: pieces, name: "change the queue to RabbitMQ and then to Kafka", replaces: true, commands: [][]string{toQueue("rabbitmq"), toQueue("kafka")}},
		{kind: pieces, name: "change the queue and back", identity: true, replaces: true, commands: [][]string{toQueue("rabbitmq"), toQueue("database")}},
		{kind: pieces, name: "remove the load balancer", replaces: true, commands: [][]string{{"remove", "loadbalancer"}}},
		{kind: pieces, name: "change the load balancer to HAProxy", replaces: true, commands: [][]string{toBalancer("haproxy")}},
		{kind: pieces, name: "change the load balancer to Caddy", replaces: true, commands: [][]string{toBalancer("caddy")}},
		{kind: pieces, name: "change the load balancer and back", identity: true, replaces: true, commands: [][]string{toBalancer("haproxy"), toBalancer("nginx")}},
		{kind: pieces, name: "remove the load balancer and undo it", identity: true, commands: [][]string{{"remove", "loadbalancer"}, {"undo"}}},
		{kind: pieces, name: "run more instances", commands: [][]string{{"add", "loadbalancer", "--set", "instances=4"}}},
		{kind: pieces, name: "add a cache, auth and rate limits", commands: [][]string{toCache("redis"), {"add", "auth"}, toLimits("redis")}},
		{kind: modules, name: "add a unique text field", commands: [][]string{{"add", "field", "product.sku:string:unique"}}},
		{kind: modules, name: "add an index", commands: [][]string{{"add", "index", "product.weight"}}},
		{kind: modules, name: "add a module", commands: [][]string{{"add", "module", "review body:text stars:int:index"}}},
		{kind: modules, name: "remove the edited module and undo it", identity: true, commands: [][]string{{"remove", "module", "product", "--force"}, {"undo"}}},
	}}
)

func toDatabase(backend string) []string { return []string{"add", "database", "--backend", backend} }
func toCache(backend string) []string    { return []string{"add", "cache", "--backend", backend} }
func toLimits(backend string) []string   { return []string{"add", "ratelimit", "--backend", backend} }
func toBalancer(backend string) []string {
	return []string{"add", "loadbalancer", "--backend", backend}
}

func toQueue(backend string) []string { return []string{"add", "queue", "--backend", backend} }

var (
	addQueue = []string{"add", "queue"}
	addJob   = []string{"add", "job", "product.send_receipt"}
)

var operations = []operation{
	{kind: modules, name: "add a module", commands: [][]string{{"add", "module", "review body:text stars:int:index"}}},
	{kind: modules, name: "add a module that refers to another", commands: [][]string{{"add", "module", "review product:ref(product) body:text"}}},
	{kind: modules, name: "add a unique text field", merges: true, commands: [][]string{{"add", "field", "product.sku:string:unique"}}},
	{kind: modules, name: "add a number field", commands: [][]string{{"add", "field", "product.stock:int"}}},
	{kind: modules, name: "add a decimal field", commands: [][]string{{"add", "field", "product.cost:decimal"}}},
	{kind: modules, name: "add a date field with an index", commands: [][]string{{"add", "field", "product.sold_on:date:index"}}},
	{kind: modules, name: "add an index", merges: true, commands: [][]string{{"add", "index", "product.weight"}}},
	{kind: modules, name: "add a field, an index and a module", commands: [][]string{
		{"add", "field", "product.state:enum(draft,sold)"}, {"add", "index", "product.weight"}, {"add", "module", "review body:text"},
	}},
	{kind: modules, name: "remove the other module", commands: [][]string{{"remove", "module", "booking"}}},
	{kind: modules, name: "remove the edited module", commands: [][]string{{"remove", "module", "product"}}},
	{kind: modules, name: "add and remove a module", identity: true, commands: [][]string{{"add", "module", "review body:text"}, {"remove", "module", "review"}}},
	{kind: modules, name: "add a field and undo it", identity: true, commands: [][]string{{"add", "field", "product.sku:string:unique"}, {"undo"}}},
	{kind: modules, name: "remove the edited module and undo it", identity: true, commands: [][]string{{"remove", "module", "product", "--force"}, {"undo"}}},

	{kind: pieces, name: "add a cache in memory", merges: true, commands: [][]string{toCache("memory")}},
	{kind: pieces, name: "add a cache on Redis", merges: true, commands: [][]string{toCache("redis")}},
	{kind: pieces, name: "add a cache on Memcached", commands: [][]string{toCache("memcached")}},
	{kind: pieces, name: "add auth", merges: true, commands: [][]string{{"add", "auth"}}},
	{kind: pieces, name: "add rate limits in memory", merges: true, commands: [][]string{toLimits("memory")}},
	{kind: pieces, name: "add rate limits on Redis", commands: [][]string{toLimits("redis")}},
	{kind: pieces, name: "add all three", commands: [][]string{toCache("redis"), {"add", "auth"}, toLimits("redis")}},
	{kind: pieces, name: "change the cache from memory to Redis", replaces: true, commands: [][]string{toCache("memory"), toCache("redis")}},
	{kind: pieces, name: "change the cache from Redis to Memcached", replaces: true, commands: [][]string{toCache("redis"), toCache("memcached")}},
	{kind: pieces, name: "change the rate limits from memory to Redis", replaces: true, commands: [][]string{toLimits("memory"), toLimits("redis")}},
	{kind: pieces, name: "change the rate limits from Redis to memory", replaces: true, commands: [][]string{toLimits("redis"), toLimits("memory")}},
	{kind: pieces, name: "add and remove a cache on Redis", identity: true, commands: [][]string{toCache("redis"), {"remove", "cache"}}},
	{kind: pieces, name: "add and remove a cache on Memcached", identity: true, commands: [][]string{toCache("memcached"), {"remove", "cache"}}},
	{kind: pieces, name: "add and remove auth", identity: true, commands: [][]string{{"add", "auth"}, {"remove", "auth"}}},
	{kind: pieces, name: "add and remove rate limits", identity: true, commands: [][]string{toLimits("memory"), {"remove", "ratelimit"}}},
	{kind: pieces, name: "add all three and remove the first", replaces: true, commands: [][]string{toCache("redis"), {"add", "auth"}, toLimits("redis"), {"remove", "cache"}}},
	{kind: pieces, name: "add a queue", merges: true, commands: [][]string{addQueue}},
	{kind: pieces, name: "add a queue and a job", commands: [][]string{addQueue, addJob}},
	{kind: pieces, name: "add a queue, and a job for each module", commands: [][]string{addQueue, addJob, {"add", "job", "booking.remind"}}},
	{kind: pieces, name: "change the queue from its table to RabbitMQ to Amazon SQS", replaces: true, commands: [][]string{
		addQueue, toQueue("rabbitmq"), toQueue("sqs"),
	}},
	{kind: pieces, name: "add all four and a job", commands: [][]string{toCache("redis"), {"add", "auth"}, toLimits("redis"), addQueue, addJob}},
	{kind: pieces, name: "add and remove a queue", identity: true, commands: [][]string{addQueue, {"remove", "queue"}}},
	{kind: pieces, name: "add a queue and a job, and remove both", identity: true, commands: [][]string{
		addQueue, addJob, {"remove", "job", "product.send_receipt"}, {"remove", "queue"},
	}},

	{kind: instances, name: "add a load balancer", replaces: true, commands: [][]string{toDatabase("postgres"), toBalancer("nginx")}},
	{kind: instances, name: "change the load balancer from nginx to HAProxy to Caddy", replaces: true, commands: [][]string{
		toDatabase("postgres"), toBalancer("nginx"), toBalancer("haproxy"), toBalancer("caddy"),
	}},
	{kind: instances, name: "add a load balancer and then a queue and a job", replaces: true, commands: [][]string{
		toDatabase("postgres"), toBalancer("nginx"), addQueue, addJob,
	}},
	{kind: instances, name: "add everything", replaces: true, commands: [][]string{
		toDatabase("postgres"), toBalancer("nginx"), toCache("redis"), {"add", "auth"}, toLimits("redis"), toQueue("rabbitmq"), addJob,
	}},
	{kind: instances, name: "add and remove a load balancer", identity: true, replaces: true, commands: [][]string{
		toDatabase("postgres"), toBalancer("nginx"), {"remove", "loadbalancer"}, toDatabase("sqlite"),
	}},

	{kind: databases, name: "change the database to PostgreSQL", replaces: true, commands: [][]string{toDatabase("postgres")}},
	{kind: databases, name: "change the database to MySQL", replaces: true, commands: [][]string{toDatabase("mysql")}},
	{kind: databases, name: "change the database from PostgreSQL to MySQL", replaces: true, commands: [][]string{toDatabase("postgres"), toDatabase("mysql")}},
	{kind: databases, name: "change the database from MySQL to PostgreSQL", replaces: true, commands: [][]string{toDatabase("mysql"), toDatabase("postgres")}},
	{kind: databases, name: "change the database and back", identity: true, replaces: true, commands: [][]string{
		toDatabase("postgres"), toDatabase("mysql"), toDatabase("sqlite"),
	}},
}
