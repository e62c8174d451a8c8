-- +goose Up
CREATE INDEX "reviews_stars" ON "reviews" ("stars", "id");

-- +goose Down
DROP INDEX "reviews_stars";
