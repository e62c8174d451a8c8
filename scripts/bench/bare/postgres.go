//go:build ignore

package main

import (
	"context"
	"database/sql"
	"log"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// rows writes $1 products whose order by price is not the one of their ids.
const rows = `
	INSERT INTO "products" ("id", "version", "name", "price", "created_at", "updated_at")
	SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 1, 'Oak lamp',
		(i*7919::bigint%10000 + i%100 / 100.0)::numeric(10, 2), '2026-11-23 08:15:00Z', '2026-11-23 08:15:00Z'
	FROM generate_series(1, $1::integer) AS i`

// statement is one that the driver prepares on each connection when it meets it first.
type statement struct {
	db   *sql.DB
	text string
}

func (s statement) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return s.db.QueryContext(ctx, s.text, args...)
}

func (s statement) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return s.db.ExecContext(ctx, s.text, args...)
}

// open gives statements on the app's pool: 16 connections that stay open.
func open(address string) (read, write func(text string) statement) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		log.Fatal(err)
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	prepare := func(text string) statement { return statement{db, text} }
	return prepare, prepare
}
