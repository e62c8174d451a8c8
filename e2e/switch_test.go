package e2e

import (
	"strings"
	"testing"
)

func TestALivingProjectMovesToAnotherDatabase(t *testing.T) {
	all := backends()
	sqlite, postgres, mysql := all[0], all[1], all[2]
	for _, move := range []struct{ from, to backend }{
		{sqlite, postgres}, {sqlite, mysql}, {postgres, mysql}, {mysql, postgres},
	} {
		t.Run(move.from.name+" to "+move.to.name, func(t *testing.T) {
			p := livingProject(t, move.from)
			p.works(move.from)
			p.run("scale", "add", "database", "--backend", move.to.name)
			p.test(move.to)
			p.works(move.to)
			p.commit("Move to " + move.to.name)
			if out := p.run("scale", "diff"); !strings.Contains(out, "nothing to change") {
				t.Errorf("scale wants more: %s", out)
			}
		})
	}
}

// livingProject has changed since it was made, by scale's hands and by its owners'.
func livingProject(t *testing.T, b backend) *project {
	t.Helper()
	p := newProject(t, "--database", b.name)
	p.edit("cmd/shop/app.go", "	chain = append(chain, inner(p)...)\n", "	chain = append(chain, ours)\n	chain = append(chain, inner(p)...)\n")
	p.write("cmd/shop/ours.go", ours)
	p.edit("internal/product/product.go", "	Delete(ctx context.Context", "	Named(ctx context.Context, name string) (int, error)\n	Delete(ctx context.Context")
	p.write("internal/product/named.go", named)
	p.edit("internal/product/http.go", "	row, err := m.create(r.Context(), d)\n", "	if err := m.count(w, r, d.Name); err != nil {\n		return err\n	}\n	row, err := m.create(r.Context(), d)\n")
	p.commit("Tell whose answer it is, and how many products have the name")
	p.run("scale", "add", "module", "booking customer_email:string:index paid:decimal:index date:date")
	p.commit("Take bookings")
	p.run("scale", "add", "field", "product.sku:string:unique")
	p.run("scale", "add", "index", "booking.date")
	p.commit("Give products a number, and find bookings by date")
	return p
}

// Middleware and a query of the owners'. It holds to the rules for statements: names in quotes, arguments as $1.
const (
	ours = `package main

import "net/http"

func ours(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Shop", "ours")
		next.ServeHTTP(w, r)
	})
}
`
	named = `package product

import (
	"context"
	"net/http"
	"strconv"

	"shop/internal/platform/db"
)

// Named counts the products of a name.
func (s sqlStore) Named(ctx context.Context, name string) (n int, err error) {
	_, err = s.db.Get(ctx, func(row db.Row) error { return row.Scan(&n) },
		` + "`SELECT count(*) FROM \"products\" WHERE \"name\" = $1`" + `, name)
	return n, err
}

func (m *Module) count(w http.ResponseWriter, r *http.Request, name string) error {
	n, err := m.store.Named(r.Context(), name)
	w.Header().Set("X-Same-Name", strconv.Itoa(n))
	return err
}
`
)

// works runs the project and asks for what scale and the owners gave it.
func (p *project) works(b backend) {
	p.t.Helper()
	a := start(p.t, p.build(), b.empty(p.t))
	a.waitReady()
	a.post("/api/v1/products", `{"name":"Tea","price":"19.90","sku":"T-1"}`)
	second := a.post("/api/v1/products", `{"name":"Tea","price":"9.5","sku":"T-2"}`)
	if second.status != 201 || second.header.Get("X-Shop") != "ours" || second.header.Get("X-Same-Name") != "1" {
		p.t.Errorf("%v %v", second, second.header)
	}
	if got := a.post("/api/v1/products", `{"name":"Tea","price":"1","sku":"T-2"}`); got.status != 409 || !strings.Contains(got.body, "sku") {
		p.t.Errorf("a sku that is taken: %v", got)
	}
	list := a.get("/api/v1/products?sort=-price")
	if high, low := strings.Index(list.body, `"19.90"`), strings.Index(list.body, `"9.5"`); list.status != 200 || high < 0 || low < high {
		p.t.Errorf("not by price: %v", list)
	}
	if got := a.post("/api/v1/bookings", `{"customer_email":"a@b.c","paid":"1.10","date":"2026-11-23"}`); got.status != 201 {
		p.t.Error(got)
	}
	if got := a.get("/api/v1/bookings?date=2026-11-23"); got.status != 200 || !strings.Contains(got.body, `"1.10"`) {
		p.t.Error(got)
	}
	a.stop()
}
