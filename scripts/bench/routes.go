package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const products = "/api/v1/products"

// holdSQLite holds the contests on a file.
func (b *bench) holdSQLite() ([]result, error) {
	return b.database("sqlite", "sqlite:"+filepath.Join(b.dir, "shop.db"))
}

// holdPostgres holds the contests on a PostgreSQL of its own.
func (b *bench) holdPostgres() (all []result, err error) {
	address, stop, err := startService("postgres")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return b.database("postgres", address)
}

// database holds the contests of the app against the bare handler on one database.
func (b *bench) database(backend, address string) (all []result, err error) {
	dir, err := b.project(backend, backend)
	if err != nil {
		return nil, err
	}
	t, err := startTrio(dir, address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.stop()) }()
	fill := exec.Command(filepath.Join(dir, "fill"), strconv.Itoa(b.rows))
	fill.Dir, fill.Env = dir, append(os.Environ(), "DATABASE_URL="+address)
	if out, err := fill.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", fill, err, out)
	}
	routes, err := b.routes(t[0], backend)
	if err != nil {
		return nil, err
	}
	for _, r := range routes {
		if !b.wants(r.name) {
			continue
		}
		held, err := b.hold(t, r)
		if err != nil {
			return nil, err
		}
		all = append(all, held)
	}
	return all, nil
}

// routes are what is asked of the app on one database.
func (b *bench) routes(app *server, backend string) ([]route, error) {
	pages, err := pages(app.addr, 50)
	if err != nil {
		return nil, err
	}
	on := " on " + map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[backend]
	all := []route{
		{"GET " + products + "/{id}" + on, "≥ 0.9", b.ids()},
		{fmt.Sprintf("GET %s?sort=price, 20 of %d rows%s", products, b.rows, on), "≥ 0.9", pages},
		{"POST " + products + on, map[string]string{"sqlite": "≥ 0.8"}[backend], []request{{
			http.MethodPost, products, `{"name": "Oak lamp", "price": "12.50"}`,
		}}},
	}
	if backend == "sqlite" {
		all = append([]route{{"GET /livez", "≥ 0.85", []request{get("/livez")}}}, all...)
	}
	return all, nil
}

// ids are requests for rows from all over the table.
func (b *bench) ids() (all []request) {
	for i := range 1000 {
		all = append(all, get(fmt.Sprintf("%s/00000000-0000-7000-8000-%012x", products, 1+i*b.rows/1000)))
	}
	return all
}

// wants reports whether a contest was asked for.
func (b *bench) wants(name string) bool { return strings.Contains(name, b.match) }

func get(path string) request { return request{Method: http.MethodGet, Path: path} }

// pages are requests for pages that follow one another, as the app links them.
func pages(addr string, count int) (all []request, err error) {
	path := products + "?sort=price"
	for range count + 1 {
		response, err := http.Get("http://" + addr + path)
		if err != nil {
			return nil, err
		}
		var page struct {
			Next string `json:"next_cursor"`
		}
		err = json.NewDecoder(response.Body).Decode(&page)
		if err != nil {
			return nil, err
		}
		if err := response.Body.Close(); err != nil {
			return nil, err
		}
		path = products + "?sort=price&cursor=" + page.Next
		all = append(all, get(path))
	}
	return all[:count], nil
}
