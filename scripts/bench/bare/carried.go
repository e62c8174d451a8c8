//go:build ignore

// Command carried hands jobs to workers by a broker, by hand: it inserts the product that a job is about, publishes a message
// and waits until the broker has it; workers write down in one transaction that they have had a message, which drops one that
// comes again, and its receipt, and acknowledge it then. With the argument "alone" there are messages and no database.
//
// It does less than the app: a producer that is killed between its two steps loses the job, nothing is tried again later, and
// nobody can ask for a job.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"time"

	"github.com/google/uuid"
)

const insertDone = `INSERT INTO "done" ("id") VALUES ($1) ON CONFLICT DO NOTHING`

func main() {
	j := newJobs()
	publish, consume := dial(os.Getenv("QUEUE_URL"))
	if len(os.Args) > 1 && os.Args[1] == "alone" {
		go consume(func(body []byte) { j.finish(parse(body)) })
		j.turns(publish)
		return
	}
	d := connect(os.Getenv("DATABASE_URL"))
	_, err := d.Exec(`CREATE TABLE "done" ("id" uuid NOT NULL PRIMARY KEY)`)
	must(err)
	go consume(func(body []byte) {
		id := parse(body)
		must(d.finish(id))
		j.finish(id)
	})
	j.turns(func(ctx context.Context, id uuid.UUID) error {
		now := time.Now().UTC().Truncate(time.Microsecond)
		if _, err := d.Exec(insertProduct, id.String(), 1, "Oak lamp", "12.50", now, now); err != nil {
			return err
		}
		return publish(ctx, id)
	})
	var written, once int64
	must(d.QueryRow(`SELECT COUNT(*), COUNT(DISTINCT "product_id") FROM "receipts"`).Scan(&written, &once))
	must(j.check(written, once))
}

// body is a message.
func body(id uuid.UUID) []byte {
	text, err := json.Marshal(receipt{id})
	must(err)
	return text
}

func parse(body []byte) uuid.UUID {
	var r receipt
	must(json.Unmarshal(body, &r))
	return r.ProductID
}

// finish writes the receipt, unless that was done before.
func (d database) finish(id uuid.UUID) error {
	return d.within(func(tx *sql.Tx) error {
		result, err := d.exec(tx, insertDone, id.String())
		if err != nil {
			return err
		}
		if first, err := result.RowsAffected(); err != nil || first == 0 {
			return err
		}
		_, err = d.exec(tx, insertReceipt, id.String())
		return err
	})
}
