package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const carriedRows = 100_000

// everyType is a module with a field of each type that must have a value, and of each that need not. Some names are SQL's.
const everyType = "order group:string:index select:string:optional from:text table:text:optional" +
	" type:enum(draft,paid):index rank:int:unique key:int:optional total:decimal:index tax:decimal:optional" +
	" open:bool default:bool:optional day:date:index until:date:optional at:time:index seen:time:optional" +
	" token:uuid:unique parent:uuid:optional"

// TestDataIsCarriedOverAsTheDecisionPageSays runs the commands of the pages, and compares all that the API gives.
func TestDataIsCarriedOverAsTheDecisionPageSays(t *testing.T) {
	installDuckDB(t)
	p := newProject(t, "--module", everyType, "--module", "note order:ref(order) line:string")
	p.run("scale", "add", "field", "order.memo:decimal:index")
	p.edit("internal/order/seed.go", "const seedRows = 20", fmt.Sprintf("const seedRows = %d", carriedRows-awkwardRows))
	stages := map[string]stage{}
	for _, b := range backends() {
		if b.service != "" {
			p.run("scale", "add", "database", "--backend", b.name)
		}
		stages[b.name] = p.stage(b)
	}

	address := map[string]string{"sqlite": backends()[0].empty(t)}
	p.runWith([]string{"DATABASE_URL=" + address["sqlite"]}, stages["sqlite"].program, "seed")
	a := start(t, stages["sqlite"].program, address["sqlite"], "LOG_LEVEL=warn")
	a.waitReady()
	a.addAwkwardRows()
	want := a.everything()
	a.stop()

	for _, way := range [][2]string{{"sqlite", "postgres"}, {"sqlite", "mysql"}, {"postgres", "mysql"}, {"mysql", "postgres"}} {
		from, to := way[0], way[1]
		passed := t.Run(from+" to "+to, func(t *testing.T) {
			address[to] = stages[to].fill(t, from, address[from], want)
		})
		if !passed {
			return // what comes next would begin with what was carried here
		}
	}
}

// stage is the project on one database: its program, the page about that database, and the database.
type stage struct {
	program, page string
	empty         func(*testing.T) string
}

func (p *project) stage(b backend) stage {
	p.t.Helper()
	page, err := os.ReadFile(filepath.Join(p.dir, "docs", "decisions", "0002-database.md"))
	if err != nil {
		p.t.Fatal(err)
	}
	return stage{p.build(), string(page), b.empty}
}

// fill carries all rows of a database into an empty one as the page says, and returns the address of that.
func (s stage) fill(t *testing.T, from, old, want string) string {
	t.Helper()
	address := s.empty(t)
	a := start(t, s.program, address, "LOG_LEVEL=warn")
	a.waitReady() // it has made the tables

	cmd := exec.CommandContext(t.Context(), "sh", "-c", commands(t, s.page, from))
	cmd.Env = append(os.Environ(), "OLD_DATABASE_URL="+old, "DATABASE_URL="+address)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, line := range []string{fmt.Sprintf("orders|%[1]d|%[1]d\n", carriedRows), "notes|20|20\n"} {
		if !strings.Contains(string(out), line) {
			t.Errorf("the commands printed no %q, but\n%s", line, out)
		}
	}
	if got := a.everything(); got != want {
		t.Errorf("the rows were\n%s\nand are now\n%s", want, got)
	}
	a.stop()
	return address
}

// commands are those of a page that hold for all databases to come from, and those for one.
func commands(t *testing.T, page, from string) string {
	t.Helper()
	label := map[string]string{"sqlite": "From SQLite", "postgres": "From PostgreSQL", "mysql": "From MySQL"}[from]
	for _, said := range []string{"\n" + label, "duckdb-cli==" + duckDB + "`"} {
		if !strings.Contains(page, said) {
			t.Fatalf("the page does not say %q:\n%s", said, page)
		}
	}
	var all strings.Builder
	for {
		before, rest, found := strings.Cut(page, "\n```sh\n")
		if !found {
			return all.String()
		}
		block, after, closed := strings.Cut(rest, "\n```\n")
		if !closed {
			t.Fatalf("this block has no end:\n%s", rest)
		}
		before = strings.TrimSpace(before)
		above := before[strings.LastIndexByte(before, '\n')+1:]
		if !strings.HasPrefix(above, "From ") || strings.HasPrefix(above, label) {
			all.WriteString(block + "\n")
		}
		page = "\n" + after
	}
}
