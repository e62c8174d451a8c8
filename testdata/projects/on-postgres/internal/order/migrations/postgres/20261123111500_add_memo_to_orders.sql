-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE "orders" ADD COLUMN IF NOT EXISTS "memo" text COLLATE "C";
-- Rows can be written meanwhile. It waits for transactions that began before, and may: nobody waits for it.
SET lock_timeout = '1min';
DROP INDEX CONCURRENTLY IF EXISTS "orders_memo"; -- what an interrupted run left is invalid
CREATE INDEX CONCURRENTLY "orders_memo" ON "orders" ("memo", "id");
RESET lock_timeout;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS "orders_memo";
ALTER TABLE "orders" DROP COLUMN IF EXISTS "memo";
