-- +goose Up
ALTER TABLE "orders" ADD COLUMN "extra" numeric;

-- +goose Down
ALTER TABLE "orders" DROP COLUMN "extra";
