-- +goose Up
CREATE TABLE "queue_jobs" (
	"seq" BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	"id" CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	"kind" VARCHAR(200) NOT NULL,
	"key" VARCHAR(200) NOT NULL,
	"line" VARCHAR(200),
	"payload" MEDIUMTEXT NOT NULL,
	"state" VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	"attempts" BIGINT NOT NULL,
	"run_at" DATETIME(6),
	"worker" VARCHAR(200) NOT NULL,
	"last_error" TEXT NOT NULL,
	"created_at" DATETIME(6) NOT NULL,
	"finished_at" DATETIME(6),
	UNIQUE INDEX "id" ("id"),
	INDEX "run_at" ("run_at", "seq"),
	INDEX "line" ("line", "seq"),
	INDEX "state" ("state", "finished_at")
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- +goose Down
DROP TABLE "queue_jobs";
