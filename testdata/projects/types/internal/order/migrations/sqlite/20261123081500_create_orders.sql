-- +goose Up
CREATE TABLE "orders" (
	"id" TEXT NOT NULL PRIMARY KEY,
	"version" INTEGER NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"updated_at" TIMESTAMP NOT NULL,
	"group" TEXT NOT NULL,
	"user" TEXT NOT NULL,
	"select" TEXT,
	"type" TEXT NOT NULL,
	"from" TEXT NOT NULL,
	"table" TEXT,
	"index" INTEGER NOT NULL,
	"rank" INTEGER NOT NULL,
	"key" INTEGER,
	"total" TEXT COLLATE decimal NOT NULL,
	"tax" TEXT COLLATE decimal,
	"rate" TEXT COLLATE decimal NOT NULL,
	"open" BOOLEAN NOT NULL,
	"default" BOOLEAN,
	"day" TEXT NOT NULL,
	"until" TEXT,
	"at" TIMESTAMP NOT NULL,
	"seen" TIMESTAMP,
	"token" TEXT NOT NULL,
	"parent" TEXT
) WITHOUT ROWID;
CREATE INDEX "orders_group" ON "orders" ("group", "id");
CREATE UNIQUE INDEX "orders_user" ON "orders" ("user");
CREATE INDEX "orders_type" ON "orders" ("type", "id");
CREATE INDEX "orders_index" ON "orders" ("index", "id");
CREATE UNIQUE INDEX "orders_rank" ON "orders" ("rank");
CREATE INDEX "orders_total" ON "orders" ("total", "id");
CREATE UNIQUE INDEX "orders_rate" ON "orders" ("rate");
CREATE INDEX "orders_default" ON "orders" ("default", "id");
CREATE INDEX "orders_day" ON "orders" ("day", "id");
CREATE INDEX "orders_at" ON "orders" ("at", "id");
CREATE UNIQUE INDEX "orders_token" ON "orders" ("token");

-- +goose Down
DROP TABLE "orders";
