//go:build ignore

package main

import (
	"database/sql"
	"strings"
	"time"

	_ "modernc.org/sqlite"

	_ "shop/internal/platform/db" // registers the collation of the price
)

const claim = `UPDATE "jobs" SET "attempts" = "attempts" + 1, "run_at" = $2 WHERE "id" IN
	(SELECT "id" FROM "jobs" WHERE "run_at" <= $1 ORDER BY "run_at", "id" LIMIT 10)
	RETURNING "id", "attempts", "payload"`

// database is the one connection that writes, with the statements that are prepared on it.
type database struct {
	*sql.DB
	prepared map[string]*sql.Stmt
}

func connect(address string) database {
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(address, "sqlite:")+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(NORMAL)&_time_format=sqlite&_timezone=UTC&_txlock=immediate")
	must(err)
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		`CREATE TABLE "receipts" ("product_id" CHAR(36) NOT NULL)`,
		`CREATE TABLE "jobs" ("id" INTEGER PRIMARY KEY, "payload" TEXT NOT NULL, "attempts" INTEGER NOT NULL, "run_at" TIMESTAMP)`,
		`CREATE INDEX "jobs_run_at" ON "jobs" ("run_at", "id") WHERE "run_at" IS NOT NULL`,
	} {
		_, err := db.Exec(statement)
		must(err)
	}
	d := database{db, map[string]*sql.Stmt{}}
	for _, text := range []string{insertProduct, insertReceipt, insertJob, claim, finish} {
		d.prepared[text], err = db.Prepare(text)
		must(err)
	}
	return d
}

// claim takes some jobs, for half a minute.
func (d database) claim(now time.Time) ([]job, error) {
	return read(d.prepared[claim].Query(now, now.Add(30*time.Second)))
}

func (d database) exec(tx *sql.Tx, text string, args ...any) (sql.Result, error) {
	return tx.Stmt(d.prepared[text]).Exec(args...)
}
