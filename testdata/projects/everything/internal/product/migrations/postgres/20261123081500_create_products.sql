-- +goose Up
CREATE TABLE "products" (
	"id" uuid NOT NULL PRIMARY KEY,
	"version" bigint NOT NULL,
	"created_at" timestamptz NOT NULL,
	"updated_at" timestamptz NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"price" numeric NOT NULL
);
CREATE INDEX "products_name" ON "products" ("name", "id");
CREATE INDEX "products_price" ON "products" ("price", "id");

-- +goose Down
DROP TABLE "products";
