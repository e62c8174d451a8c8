-- +goose NO TRANSACTION
-- +goose Up
-- Rows can be written meanwhile. It waits for transactions that began before, and may: nobody waits for it.
SET lock_timeout = '1min';
DROP INDEX CONCURRENTLY IF EXISTS "orders_extra"; -- what an interrupted run left is invalid
CREATE INDEX CONCURRENTLY "orders_extra" ON "orders" ("extra", "id");
RESET lock_timeout;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS "orders_extra";
