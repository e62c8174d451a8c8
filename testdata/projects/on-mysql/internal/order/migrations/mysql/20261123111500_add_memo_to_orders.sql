-- MariaDB skips what an interrupted run has done.
-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE "orders" ADD COLUMN /*M! IF NOT EXISTS */ "memo" VARCHAR(200), ALGORITHM=INSTANT;
ALTER TABLE "orders" ADD INDEX /*M! IF NOT EXISTS */ "memo" ("memo", "id"),
	ALGORITHM=INPLACE, LOCK=NONE;

-- +goose Down
ALTER TABLE "orders" DROP INDEX "memo";
ALTER TABLE "orders" DROP COLUMN "memo";
