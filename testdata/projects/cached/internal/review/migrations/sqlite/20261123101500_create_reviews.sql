-- +goose Up
CREATE TABLE "reviews" (
	"id" TEXT NOT NULL PRIMARY KEY,
	"version" INTEGER NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"updated_at" TIMESTAMP NOT NULL,
	"body" TEXT NOT NULL,
	"stars" INTEGER NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE "reviews";
