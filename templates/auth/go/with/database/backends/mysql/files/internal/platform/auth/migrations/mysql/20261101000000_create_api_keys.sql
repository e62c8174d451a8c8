-- +goose Up
CREATE TABLE "auth_api_keys" (
	"id" VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	"hash" CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	"name" VARCHAR(200) NOT NULL,
	"scopes" TEXT NOT NULL,
	"created_at" DATETIME(6) NOT NULL,
	"expires_at" DATETIME(6),
	"revoked_at" DATETIME(6)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- +goose Down
DROP TABLE "auth_api_keys";
