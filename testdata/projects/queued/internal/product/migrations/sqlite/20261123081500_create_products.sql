-- +goose Up
CREATE TABLE "products" (
	"id" TEXT NOT NULL PRIMARY KEY,
	"version" INTEGER NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"updated_at" TIMESTAMP NOT NULL,
	"name" TEXT NOT NULL,
	"price" TEXT COLLATE decimal NOT NULL
) WITHOUT ROWID;
CREATE INDEX "products_name" ON "products" ("name", "id");
CREATE INDEX "products_price" ON "products" ("price", "id");

-- +goose Down
DROP TABLE "products";
