-- +goose Up
CREATE TABLE "orders" (
	"id" uuid NOT NULL PRIMARY KEY,
	"version" bigint NOT NULL,
	"created_at" timestamptz NOT NULL,
	"updated_at" timestamptz NOT NULL,
	"group" text COLLATE "C" NOT NULL,
	"user" text COLLATE "C" NOT NULL,
	"select" text COLLATE "C",
	"type" text COLLATE "C" NOT NULL,
	"from" text COLLATE "C" NOT NULL,
	"table" text COLLATE "C",
	"index" bigint NOT NULL,
	"rank" bigint NOT NULL,
	"key" bigint,
	"total" numeric NOT NULL,
	"tax" numeric,
	"rate" numeric NOT NULL,
	"open" boolean NOT NULL,
	"default" boolean,
	"day" date NOT NULL,
	"until" date,
	"at" timestamptz NOT NULL,
	"seen" timestamptz,
	"token" uuid NOT NULL,
	"parent" uuid
);
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
