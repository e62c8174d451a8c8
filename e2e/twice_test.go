package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestTwoInstancesThatStartAtOnceMigrateOnce(t *testing.T) {
	each(t, backends(), func(t *testing.T, b backend) {
		p := newProject(t, "--database", b.name, "--module", "product name:string:index price:decimal", "--module", "booking date:date:index")
		p.run("scale", "add", "field", "product.sku:string:unique")
		p.run("scale", "add", "index", "product.price")
		path := p.build()
		for range 5 {
			address := b.empty(t)
			first := startOnly(t, path, address)
			second := startOnly(t, path, address)
			for _, a := range []*app{first, second} {
				a.waitReady()
				if got := a.get("/api/v1/bookings?sort=date"); got.status != 200 {
					t.Error(got)
				}
				// The others may lose a race once and try again: SQLite has no lock that goose could take, and on MySQL goose
				// can see its own table between being created and having its first row ("missing zero version migration").
				if b.name == "postgres" && strings.Contains(a.printed(), `"level":"ERROR"`) {
					t.Error("it had to try again")
				}
				a.stop()
			}
			if b.service != "" {
				p.migratedOnce(b, address)
			}
		}
	})
}

// migratedOnce compares goose's tables with the files of migrations.
func (p *project) migratedOnce(b backend, address string) {
	p.t.Helper()
	db := open(p.t, address)
	for _, module := range []string{"product", "booking"} {
		files, err := filepath.Glob(filepath.Join(p.dir, "internal", module, "migrations", b.name, "*.sql"))
		if err != nil || len(files) == 0 {
			p.t.Fatalf("no migrations of %s for %s: %v", module, b.name, err)
		}
		table := "goose_" + module
		rows := number(p.t, db, "SELECT count(*) FROM "+table+" WHERE version_id > 0")
		versions := number(p.t, db, "SELECT count(DISTINCT version_id) FROM "+table+" WHERE version_id > 0")
		if rows != len(files) || versions != len(files) {
			p.t.Errorf("%s holds %d rows of %d versions, for %d files", table, rows, versions, len(files))
		}
	}
}
