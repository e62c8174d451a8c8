//go:build ignore

// Command worked is a queue in the database by hand, on the app's driver: a job is a row that is inserted with the product
// that it is about; workers claim some at a time, with one more attempt and a lease, and mark each as done in one transaction
// with its receipt. With the argument "alone" there are jobs and nothing that they are about.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"time"

	"github.com/google/uuid"
)

func main() {
	alone := len(os.Args) > 1 && os.Args[1] == "alone"
	d := connect(os.Getenv("DATABASE_URL"))
	j := newJobs()
	todo := make(chan job)
	go func() {
		for {
			jobs, err := d.claim(time.Now().UTC())
			must(err)
			if len(jobs) == 0 {
				j.rest()
			}
			for _, next := range jobs {
				todo <- next
			}
		}
	}()
	for range workers {
		go func() {
			for next := range todo {
				var r receipt
				must(json.Unmarshal([]byte(next.payload), &r))
				must(d.finish(next, r, alone))
				j.finish(r.ProductID)
			}
		}()
	}
	j.turns(func(ctx context.Context, id uuid.UUID) error { return d.enqueue(ctx, id, alone) })
	if alone {
		return
	}
	var written, once int64
	must(d.QueryRow(`SELECT COUNT(*), COUNT(DISTINCT "product_id") FROM "receipts"`).Scan(&written, &once))
	must(j.check(written, once))
}

func (d database) enqueue(ctx context.Context, id uuid.UUID, alone bool) error {
	return d.within(func(tx *sql.Tx) error {
		now := time.Now().UTC().Truncate(time.Microsecond)
		if !alone {
			if _, err := d.exec(tx, insertProduct, id.String(), 1, "Oak lamp", "12.50", now, now); err != nil {
				return err
			}
		}
		payload, err := json.Marshal(receipt{id})
		if err == nil {
			_, err = d.exec(tx, insertJob, string(payload), now)
		}
		return err
	})
}

// finish marks a job as done, with its receipt, unless somebody else has it meanwhile.
func (d database) finish(done job, r receipt, alone bool) error {
	return d.within(func(tx *sql.Tx) error {
		result, err := d.exec(tx, finish, done.id, done.attempt)
		if err != nil {
			return err
		}
		if mine, err := result.RowsAffected(); err != nil || mine == 0 || alone {
			return err
		}
		_, err = d.exec(tx, insertReceipt, r.ProductID.String())
		return err
	})
}
