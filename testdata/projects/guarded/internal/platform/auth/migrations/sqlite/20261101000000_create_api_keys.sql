-- +goose Up
CREATE TABLE "auth_api_keys" (
	"id" TEXT NOT NULL PRIMARY KEY,
	"hash" TEXT NOT NULL,
	"name" TEXT NOT NULL,
	"scopes" TEXT NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"expires_at" TIMESTAMP,
	"revoked_at" TIMESTAMP
) WITHOUT ROWID;

-- +goose Down
DROP TABLE "auth_api_keys";
