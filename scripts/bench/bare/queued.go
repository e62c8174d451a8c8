//go:build ignore

// Command queued has the app's own queue run jobs: each is enqueued with the product that it is about, and writes a receipt
// for it, once. In the end there must be as many receipts as products, and none twice.
package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"

	"shop/internal/platform"
	"shop/internal/platform/config"
	"shop/internal/platform/db"
	"shop/internal/platform/process"
	"shop/internal/platform/queue"
	"shop/internal/product"
)

// receipt is the job.
type receipt struct {
	ProductID uuid.UUID `json:"product_id"`
}

func (receipt) Kind() string           { return "product.receipt" }
func (receipt) Options() queue.Options { return queue.Options{} }

func main() {
	lines := process.NewLog(os.Stderr)
	defer lines.Flush()
	slog.SetDefault(slog.New(slog.NewJSONHandler(lines, nil)))
	process.UseMemory()
	cfg, err := config.Load()
	must(err)
	p, err := platform.Open(cfg)
	must(err)
	defer p.Close()
	ctx := context.Background()
	must(p.DB.Migrate(ctx, []db.Migrations{product.Wire(p).Migrations(), p.Queue.Migrations()}))
	_, err = p.DB.Exec(ctx, `CREATE TABLE "receipts" ("product_id" CHAR(36) NOT NULL)`)
	must(err)

	j := newJobs()
	finish := p.Queue.Start(ctx, []queue.Handler{queue.Handle(func(_ context.Context, _ uuid.UUID, job receipt) (queue.Once, error) {
		return func(ctx context.Context) error {
			defer j.finish(job.ProductID)
			_, err := p.DB.Exec(ctx, `INSERT INTO "receipts" ("product_id") VALUES ($1)`, job.ProductID.String())
			return err
		}, nil
	})})
	j.turns(func(ctx context.Context, id uuid.UUID) error {
		return p.DB.Atomically(ctx, func(ctx context.Context) error {
			now := time.Now().UTC().Truncate(time.Microsecond)
			_, err := p.DB.Exec(ctx, `INSERT INTO "products" ("id", "version", "name", "price", "created_at", "updated_at") VALUES ($1, $2, $3, $4, $5, $6)`,
				id, 1, "Oak lamp", "12.50", now, now)
			if err == nil {
				_, err = queue.Enqueue(ctx, p.DB, receipt{id})
			}
			return err
		})
	})
	finish()
	var written, once int64
	_, err = p.DB.Get(ctx, func(row db.Row) error { return row.Scan(&written, &once) }, `SELECT COUNT(*), COUNT(DISTINCT "product_id") FROM "receipts"`)
	must(err)
	must(j.check(written, once))
}
