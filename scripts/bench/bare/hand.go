//go:build ignore

package main

import (
	"database/sql"

	"github.com/google/uuid"
)

// receipt is what a job has to know.
type receipt struct {
	ProductID uuid.UUID `json:"product_id"`
}

type job struct {
	id, attempt int64
	payload     string
}

const (
	insertProduct = `INSERT INTO "products" ("id", "version", "name", "price", "created_at", "updated_at") VALUES ($1, $2, $3, $4, $5, $6)`
	insertReceipt = `INSERT INTO "receipts" ("product_id") VALUES ($1)`
	insertJob     = `INSERT INTO "jobs" ("payload", "attempts", "run_at") VALUES ($1, 0, $2)`
	finish        = `UPDATE "jobs" SET "run_at" = NULL WHERE "id" = $1 AND "attempts" = $2 AND "run_at" IS NOT NULL`
)

// read reads jobs that are claimed.
func read(rows *sql.Rows, err error) (jobs []job, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var next job
		if err := rows.Scan(&next.id, &next.attempt, &next.payload); err != nil {
			return nil, err
		}
		jobs = append(jobs, next)
	}
	return jobs, rows.Err()
}

// within runs do in a transaction.
func (d database) within(do func(*sql.Tx) error) error {
	tx, err := d.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
