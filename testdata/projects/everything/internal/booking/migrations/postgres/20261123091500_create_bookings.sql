-- +goose Up
CREATE TABLE "bookings" (
	"id" uuid NOT NULL PRIMARY KEY,
	"version" bigint NOT NULL,
	"created_at" timestamptz NOT NULL,
	"updated_at" timestamptz NOT NULL,
	"customer_email" text COLLATE "C" NOT NULL,
	"date" date NOT NULL
);
CREATE INDEX "bookings_customer_email" ON "bookings" ("customer_email", "id");
CREATE INDEX "bookings_date" ON "bookings" ("date", "id");

-- +goose Down
DROP TABLE "bookings";
