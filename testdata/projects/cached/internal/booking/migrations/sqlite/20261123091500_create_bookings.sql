-- +goose Up
CREATE TABLE "bookings" (
	"id" TEXT NOT NULL PRIMARY KEY,
	"version" INTEGER NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"updated_at" TIMESTAMP NOT NULL,
	"customer_email" TEXT NOT NULL,
	"date" TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX "bookings_customer_email" ON "bookings" ("customer_email", "id");
CREATE INDEX "bookings_date" ON "bookings" ("date", "id");

-- +goose Down
DROP TABLE "bookings";
