-- MariaDB skips what an interrupted run has done.
-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE "orders" ADD COLUMN /*M! IF NOT EXISTS */ "extra" VARCHAR(40) CHARACTER SET ascii, ALGORITHM=INSTANT;

-- +goose Down
ALTER TABLE "orders" DROP COLUMN "extra";
