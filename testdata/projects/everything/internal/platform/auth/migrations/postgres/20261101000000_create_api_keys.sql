-- +goose Up
CREATE TABLE "auth_api_keys" (
	"id" text NOT NULL PRIMARY KEY,
	"hash" text NOT NULL,
	"name" text NOT NULL,
	"scopes" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	"expires_at" timestamptz,
	"revoked_at" timestamptz
);

-- +goose Down
DROP TABLE "auth_api_keys";
