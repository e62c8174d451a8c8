-- +goose Up
CREATE TABLE "order_lines" (
	"id" CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	"version" BIGINT NOT NULL,
	"created_at" DATETIME(6) NOT NULL,
	"updated_at" DATETIME(6) NOT NULL,
	"order" CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	"note" VARCHAR(200),
	"quantity" BIGINT NOT NULL,
	INDEX "order" ("order", "id")
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- +goose Down
DROP TABLE "order_lines";
