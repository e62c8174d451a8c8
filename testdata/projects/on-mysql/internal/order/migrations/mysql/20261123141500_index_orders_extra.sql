-- MariaDB skips what an interrupted run has done.
-- +goose NO TRANSACTION
-- +goose Up
-- This copies the table, and rows cannot be written meanwhile: no other way is open to a column that is kept and computed.
ALTER TABLE "orders" ADD COLUMN /*M! IF NOT EXISTS */ "extra_number" DECIMAL(38,10) AS (CAST("extra" AS DECIMAL(38,10))) STORED;
ALTER TABLE "orders" ADD INDEX /*M! IF NOT EXISTS */ "extra" ("extra_number", "id"),
	ALGORITHM=INPLACE, LOCK=NONE;

-- +goose Down
ALTER TABLE "orders" DROP INDEX "extra";
ALTER TABLE "orders" DROP COLUMN "extra_number";
