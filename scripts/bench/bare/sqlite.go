//go:build ignore

package main

import (
	"database/sql"
	"log"
	"strings"

	_ "modernc.org/sqlite"

	_ "shop/internal/platform/db" // registers the collation of the price
)

// rows writes $1 products whose order by price is not the one of their ids.
const rows = `
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
	INSERT INTO "products" ("id", "version", "name", "price", "created_at", "updated_at")
	SELECT printf('00000000-0000-7000-8000-%012x', i), 1, 'Oak lamp', printf('%d.%02d', i*7919%10000, i%100),
		'2026-11-23 08:15:00+00:00', '2026-11-23 08:15:00+00:00'
	FROM n`

// open gives statements prepared once, as the app's are: one connection writes, four read.
func open(address string) (read, write func(text string) *sql.Stmt) {
	source := "file:" + strings.TrimPrefix(address, "sqlite:") + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(NORMAL)&_time_format=sqlite&_timezone=UTC"
	return prepare(source, 4), prepare(source, 1)
}

func prepare(source string, connections int) func(text string) *sql.Stmt {
	db, err := sql.Open("sqlite", source)
	if err != nil {
		log.Fatal(err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return func(text string) *sql.Stmt {
		s, err := db.Prepare(text)
		if err != nil {
			log.Fatal(err)
		}
		return s
	}
}
