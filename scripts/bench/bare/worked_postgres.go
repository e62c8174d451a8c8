//go:build ignore

package main

import (
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const claim = `UPDATE "jobs" SET "attempts" = "attempts" + 1, "run_at" = $2 WHERE "id" IN
	(SELECT "id" FROM "jobs" WHERE "run_at" <= $1 ORDER BY "run_at", "id" LIMIT 10 FOR UPDATE SKIP LOCKED)
	RETURNING "id", "attempts", "payload"`

// database is the app's pool: 16 connections that stay open. The driver prepares a statement when it meets it first.
type database struct{ *sql.DB }

func connect(address string) database {
	config, err := pgx.ParseConfig(address)
	must(err)
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	for _, statement := range []string{
		`CREATE TABLE "receipts" ("product_id" CHAR(36) NOT NULL)`,
		`CREATE TABLE "jobs" ("id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "payload" text NOT NULL, "attempts" bigint NOT NULL,
			"run_at" timestamptz)`,
		`CREATE INDEX "jobs_run_at" ON "jobs" ("run_at", "id") WHERE "run_at" IS NOT NULL`,
	} {
		_, err := db.Exec(statement)
		must(err)
	}
	return database{db}
}

// claim takes some jobs, for half a minute.
func (d database) claim(now time.Time) ([]job, error) {
	return read(d.Query(claim, now, now.Add(30*time.Second)))
}

func (database) exec(tx *sql.Tx, text string, args ...any) (sql.Result, error) {
	return tx.Exec(text, args...)
}
