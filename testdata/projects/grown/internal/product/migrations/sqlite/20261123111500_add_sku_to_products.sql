-- +goose Up
ALTER TABLE "products" ADD COLUMN "sku" TEXT;
CREATE UNIQUE INDEX "products_sku" ON "products" ("sku");

-- +goose Down
DROP INDEX "products_sku";
ALTER TABLE "products" DROP COLUMN "sku";
