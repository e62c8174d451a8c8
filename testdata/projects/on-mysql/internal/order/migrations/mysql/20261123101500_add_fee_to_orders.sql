-- MariaDB skips what an interrupted run has done.
-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE "orders" ADD COLUMN /*M! IF NOT EXISTS */ "fee" VARCHAR(40) CHARACTER SET ascii, ALGORITHM=INSTANT;
-- This copies the table, and rows cannot be written meanwhile: no other way is open to a column that is kept and computed.
ALTER TABLE "orders" ADD COLUMN /*M! IF NOT EXISTS */ "fee_number" DECIMAL(38,10) AS (CAST("fee" AS DECIMAL(38,10))) STORED;
ALTER TABLE "orders" ADD UNIQUE INDEX /*M! IF NOT EXISTS */ "fee" ("fee_number"),
	ALGORITHM=INPLACE, LOCK=NONE;

-- +goose Down
ALTER TABLE "orders" DROP INDEX "fee";
ALTER TABLE "orders" DROP COLUMN "fee_number";
ALTER TABLE "orders" DROP COLUMN "fee";
