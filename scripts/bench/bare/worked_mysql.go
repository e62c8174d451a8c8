//go:build ignore

package main

import (
	"database/sql"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

const (
	due   = `SELECT "id", "attempts" + 1, "payload" FROM "jobs" WHERE "run_at" <= ? ORDER BY "run_at", "id" LIMIT 10 FOR UPDATE SKIP LOCKED`
	claim = `UPDATE "jobs" SET "attempts" = "attempts" + 1, "run_at" = ? WHERE "id" IN (?`
)

// database is the app's pool: 16 connections that stay open, with the app's settings. Its transactions do not lock what lies
// between the rows that they read.
type database struct{ *sql.DB }

func connect(address string) database {
	u, err := url.Parse(address)
	must(err)
	config := mysql.NewConfig()
	config.Net, config.Addr, config.DBName, config.User = "tcp", u.Host, u.Path[1:], u.User.Username()
	config.Passwd, _ = u.User.Password()
	config.Params = map[string]string{"sql_mode": "'ANSI,TRADITIONAL'", "time_zone": "'+00:00'", "tx_isolation": "'READ-COMMITTED'"}
	config.ParseTime, config.ClientFoundRows, config.InterpolateParams = true, true, true
	connector, err := mysql.NewConnector(config)
	must(err)
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	for _, statement := range []string{
		`CREATE TABLE "receipts" ("product_id" CHAR(36) NOT NULL)`,
		`CREATE TABLE "jobs" ("id" BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, "payload" TEXT NOT NULL, "attempts" BIGINT NOT NULL,
			"run_at" DATETIME(6), INDEX "run_at" ("run_at", "id"))`,
	} {
		_, err := db.Exec(statement)
		must(err)
	}
	return database{db}
}

// claim takes some jobs, for half a minute. MariaDB's UPDATE returns no rows.
func (d database) claim(now time.Time) (jobs []job, err error) {
	err = d.within(func(tx *sql.Tx) error {
		if jobs, err = read(tx.Query(due, now)); err != nil || len(jobs) == 0 {
			return err
		}
		args := []any{now.Add(30 * time.Second)}
		for _, j := range jobs {
			args = append(args, j.id)
		}
		_, err := tx.Exec(claim+strings.Repeat(", ?", len(jobs)-1)+")", args...)
		return err
	})
	return jobs, err
}

var mark = regexp.MustCompile(`\$\d+`) // they stand in their order

func (database) exec(tx *sql.Tx, text string, args ...any) (sql.Result, error) {
	return tx.Exec(mark.ReplaceAllLiteralString(text, "?"), args...)
}
