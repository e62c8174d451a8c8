-- +goose Up
CREATE TABLE "order_lines" (
	"id" TEXT NOT NULL PRIMARY KEY,
	"version" INTEGER NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"updated_at" TIMESTAMP NOT NULL,
	"order" TEXT NOT NULL,
	"note" TEXT,
	"quantity" INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX "order_lines_order" ON "order_lines" ("order", "id");

-- +goose Down
DROP TABLE "order_lines";
