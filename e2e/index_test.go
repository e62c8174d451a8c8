package e2e

import (
	"database/sql"
	"fmt"
	"testing"
	"time"
)

const (
	manyRows = 250_000
	waits    = time.Second // what a write may take while an index is made

	// While a transaction is open as well, MariaDB lets writes wait behind the change of the table, and the change gives
	// up after a second: the least that lock_wait_timeout knows but for none.
	waitsBehind = 1500 * time.Millisecond
)

// growing is a project with many rows that is about to get an index.
type growing struct {
	*project
	b       backend
	address string
	db      *sql.DB
	old     *app // the instance that serves meanwhile
}

// grow starts a project and fills its table.
func grow(t *testing.T, b backend) *growing {
	t.Helper()
	g := &growing{project: newProject(t, "--database", b.name, "--module", "product name:string:index stock:int weight:decimal:optional"), b: b}
	g.address = b.empty(t)
	g.db = open(t, g.address)
	g.old = start(t, g.build(), g.address)
	g.old.waitReady()
	rows := map[string]string{
		"postgres": "gen_random_uuid(), 1, 'Tea ' || n, n, n / 4.0, now(), now() FROM generate_series(1, %d) n",
		"mysql":    "uuid(), 1, concat('Tea ', seq), seq, seq / 4.0, utc_timestamp(6), utc_timestamp(6) FROM seq_1_to_%d",
	}
	execute(t, g.db, "INSERT INTO products (id, version, name, stock, weight, created_at, updated_at) SELECT "+
		fmt.Sprintf(rows[b.name], manyRows))
	return g
}

// writes are calls that create rows and change them, through the old instance. Each worker changes a row of its own.
func (g *growing) writes(workers int) func(int) answer {
	g.t.Helper()
	paths := make([]string, workers)
	for i := range paths {
		got := g.old.post("/api/v1/products", `{"name":"Own","stock":1}`)
		if got.status != 201 {
			g.t.Fatal(got)
		}
		paths[i] = got.header.Get("Location")
	}
	return func(i int) answer {
		if i/workers%2 == 0 {
			return g.old.post("/api/v1/products", fmt.Sprintf(`{"name":"Tea","stock":%d,"weight":"1.25"}`, i))
		}
		return g.old.call("PATCH", paths[i%workers], fmt.Sprintf(`{"stock":%d}`, i))
	}
}

// deployUnderLoad starts the project as it is now beside the old instance, while rows are written through that. Meanwhile
// happens once the new instance runs. It returns the writes.
func (g *growing) deployUnderLoad(meanwhile func()) []answer {
	g.t.Helper()
	path := g.build()
	const workers = 8
	l := begin(workers, g.writes(workers))
	time.Sleep(time.Second)
	next := start(g.t, path, g.address)
	began := time.Now()
	meanwhile()
	next.waitReady()
	took := time.Since(began)
	time.Sleep(time.Second)
	answers := l.stop()
	g.t.Logf("migrated in %s, with %d writes, half of them within %s, 99 %% within %s, the slowest in %s",
		took.Round(time.Millisecond), len(answers), percentile(answers, 0.5), percentile(answers, 0.99), percentile(answers, 1))
	next.stop()
	return answers
}

// allWritten finds writes that failed or took longer than they may.
func allWritten(t *testing.T, answers []answer, limit time.Duration) {
	t.Helper()
	for _, a := range answers {
		if !a.ok() || a.took > limit {
			t.Fatalf("a write while an index is made: %v", a)
		}
	}
}

// indexed fails unless a column has an index that queries can use.
func (g *growing) indexed(column string) {
	g.t.Helper()
	query := `SELECT count(*) FROM information_schema.statistics
		WHERE table_schema = database() AND table_name = 'products' AND seq_in_index = 1 AND column_name = ?`
	if g.b.name == "postgres" {
		query = `SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = to_regclass('products_' || $1)`
	}
	if number(g.t, g.db, query, column) != 1 {
		g.t.Errorf("no index on %s", column)
	}
}

func TestAnIndexIsAddedWithoutHoldingUpWrites(t *testing.T) {
	each(t, servers(), func(t *testing.T, b backend) {
		g := grow(t, b)
		g.run("scale", "add", "index", "product.stock")
		allWritten(t, g.deployUnderLoad(func() {}), waits)
		g.indexed("stock")
	})
}

// An open transaction is what makes such changes dangerous: they wait for it, and new writes may wait behind them.
func TestAnIndexIsAddedWithoutHoldingUpWritesWhileATransactionIsOpen(t *testing.T) {
	each(t, servers(), func(t *testing.T, b backend) {
		g := grow(t, b)
		g.run("scale", "add", "index", "product.stock")
		answers := g.deployUnderLoad(func() {
			tx := g.openTransaction()
			time.Sleep(4 * time.Second)
			if err := tx.Rollback(); err != nil {
				t.Fatal(err)
			}
		})
		allWritten(t, answers, waitsBehind)
		g.indexed("stock")
	})
}

// openTransaction changes a row that nobody else writes, and does not commit. The row is not the one that new ones stand
// next to: when the page of the two splits, InnoDB makes of its lock one on the gap before it, and inserts wait for that.
func (g *growing) openTransaction() *sql.Tx {
	g.t.Helper()
	var id string
	if err := g.db.QueryRowContext(g.t.Context(), "SELECT id FROM products WHERE name = 'Tea 1000'").Scan(&id); err != nil {
		g.t.Fatal(err)
	}
	tx, err := g.db.BeginTx(g.t.Context(), nil)
	if err != nil {
		g.t.Fatal(err)
	}
	if _, err := tx.ExecContext(g.t.Context(), "UPDATE products SET stock = 0 WHERE id = '"+id+"'"); err != nil {
		g.t.Fatal(err)
	}
	return tx
}

func TestAnInvalidIndexThatAKillLeftIsReplaced(t *testing.T) {
	g := grow(t, servers()[0])
	g.run("scale", "add", "index", "product.stock")
	tx := g.openTransaction() // the new index waits for it, and is invalid until then
	killed := start(t, g.build(), g.address)
	const left = "SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indexrelid = to_regclass('products_stock')"
	for wait := time.Now(); number(t, g.db, left) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(wait) > 20*time.Second {
			t.Fatal("no index was begun in 20 seconds")
		}
	}
	killed.kill()
	execute(t, g.db, "SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index") // as TCP will find out at last
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if number(t, g.db, left) != 1 {
		t.Fatal("the killed app left no invalid index")
	}
	allWritten(t, g.deployUnderLoad(func() {}), waits)
	g.indexed("stock")
}
