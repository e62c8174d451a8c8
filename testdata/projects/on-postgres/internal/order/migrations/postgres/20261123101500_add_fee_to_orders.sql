-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE "orders" ADD COLUMN IF NOT EXISTS "fee" numeric;
-- Rows can be written meanwhile. It waits for transactions that began before, and may: nobody waits for it.
SET lock_timeout = '1min';
DROP INDEX CONCURRENTLY IF EXISTS "orders_fee"; -- what an interrupted run left is invalid
CREATE UNIQUE INDEX CONCURRENTLY "orders_fee" ON "orders" ("fee");
RESET lock_timeout;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS "orders_fee";
ALTER TABLE "orders" DROP COLUMN IF EXISTS "fee";
