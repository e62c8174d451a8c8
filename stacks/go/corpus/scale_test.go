package corpus

import (
	"bytes"
	"context"
	"fmt"
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

// fresh is a new project with two modules, before anybody edits it.
func fresh(t *testing.T, backend string) tree {
	t.Helper()
	dir := t.TempDir()
	did := scale(dir, gostack.Stack{}, dayOne, []string{
		"init", "shop", "--no-git", "--database", backend,
		"--module", "product name:string:index price:decimal:index weight:int",
		"--module", "booking customer_email:string:index date:date:index",
	})
	if did.code != 0 {
		t.Fatal(did.text)
	}
	return readTree(t, filepath.Join(dir, "shop"))
}

// operation is what the owner asks of scale after the edit.
type operation struct {
	name     string
	commands [][]string
	merges   bool // it changes files of the edited module: a wrong merge shows
	identity bool // it takes back what it does: the project is as it was, byte for byte
	replaces bool // files and dependencies go, and others come: what is made anew has LF, and requirements move
}

// start is a project on a database, the edits that are made of it, and what is asked of it then.
type start struct {
	backend    string
	edits      string
	operations []operation
}

var (
	onSQLite   = start{"sqlite", edits, operations}
	onPostgres = start{"postgres", edits + "/postgres", []operation{
		{name: "change the database to MySQL", replaces: true, commands: [][]string{{"add", "database", "--backend", "mysql"}}},
		{name: "change the database to SQLite", replaces: true, commands: [][]string{{"add", "database", "--backend", "sqlite"}}},
		{name: "change the database and back", identity: true, replaces: true, commands: [][]string{
			{"add", "database", "--backend", "mysql"}, {"add", "database", "--backend", "postgres"},
		}},
		{name: "change the database and undo it", identity: true, replaces: true, commands: [][]string{
			{"add", "database", "--backend", "sqlite"}, {"undo"},
		}},
	}}
)

var operations = []operation{
	{name: "add a module", commands: [][]string{{"add", "module", "review body:text stars:int:index"}}},
	{name: "add a module that refers to another", commands: [][]string{{"add", "module", "review product:ref(product) body:text"}}},
	{name: "add a unique text field", merges: true, commands: [][]string{{"add", "field", "product.sku:string:unique"}}},
	{name: "add a number field", commands: [][]string{{"add", "field", "product.stock:int"}}},
	{name: "add a decimal field", commands: [][]string{{"add", "field", "product.cost:decimal"}}},
	{name: "add a date field with an index", commands: [][]string{{"add", "field", "product.sold_on:date:index"}}},
	{name: "add an index", merges: true, commands: [][]string{{"add", "index", "product.weight"}}},
	{name: "add a field, an index and a module", commands: [][]string{
		{"add", "field", "product.state:enum(draft,sold)"}, {"add", "index", "product.weight"}, {"add", "module", "review body:text"},
	}},
	{name: "remove the other module", commands: [][]string{{"remove", "module", "booking"}}},
	{name: "remove the edited module", commands: [][]string{{"remove", "module", "product"}}},
	{name: "change the database to PostgreSQL", replaces: true, commands: [][]string{{"add", "database", "--backend", "postgres"}}},
	{name: "change the database to MySQL", replaces: true, commands: [][]string{{"add", "database", "--backend", "mysql"}}},
	{name: "change the database from PostgreSQL to MySQL", replaces: true, commands: [][]string{
		{"add", "database", "--backend", "postgres"}, {"add", "database", "--backend", "mysql"},
	}},
	{name: "change the database from MySQL to PostgreSQL", replaces: true, commands: [][]string{
		{"add", "database", "--backend", "mysql"}, {"add", "database", "--backend", "postgres"},
	}},
	{name: "change the database and back", identity: true, replaces: true, commands: [][]string{
		{"add", "database", "--backend", "postgres"}, {"add", "database", "--backend", "mysql"}, {"add", "database", "--backend", "sqlite"},
	}},
	{name: "add and remove a module", identity: true, commands: [][]string{{"add", "module", "review body:text"}, {"remove", "module", "review"}}},
	{name: "add a field and undo it", identity: true, commands: [][]string{{"add", "field", "product.sku:string:unique"}, {"undo"}}},
	{name: "remove the edited module and undo it", identity: true, commands: [][]string{{"remove", "module", "product", "--force"}, {"undo"}}},
}
