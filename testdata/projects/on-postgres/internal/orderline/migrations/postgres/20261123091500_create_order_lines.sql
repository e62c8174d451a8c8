-- +goose Up
CREATE TABLE "order_lines" (
	"id" uuid NOT NULL PRIMARY KEY,
	"version" bigint NOT NULL,
	"created_at" timestamptz NOT NULL,
	"updated_at" timestamptz NOT NULL,
	"order" uuid NOT NULL,
	"note" text COLLATE "C",
	"quantity" bigint NOT NULL
);
CREATE INDEX "order_lines_order" ON "order_lines" ("order", "id");

-- +goose Down
DROP TABLE "order_lines";
