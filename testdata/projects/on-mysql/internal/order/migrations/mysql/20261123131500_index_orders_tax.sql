-- MariaDB skips what an interrupted run has done.
-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE "orders" ADD INDEX /*M! IF NOT EXISTS */ "tax" ("tax_number", "id"),
	ALGORITHM=INPLACE, LOCK=NONE;

-- +goose Down
ALTER TABLE "orders" DROP INDEX "tax";
