-- +goose Up
CREATE TABLE "queue_jobs" (
	"seq" INTEGER PRIMARY KEY AUTOINCREMENT,
	"id" TEXT NOT NULL UNIQUE,
	"kind" TEXT NOT NULL,
	"key" TEXT NOT NULL,
	"line" TEXT,
	"payload" TEXT NOT NULL,
	"state" TEXT NOT NULL,
	"attempts" INTEGER NOT NULL,
	"run_at" TIMESTAMP,
	"worker" TEXT NOT NULL,
	"last_error" TEXT NOT NULL,
	"created_at" TIMESTAMP NOT NULL,
	"finished_at" TIMESTAMP
);
CREATE INDEX "queue_jobs_run_at" ON "queue_jobs" ("run_at", "seq") WHERE "run_at" IS NOT NULL;
CREATE INDEX "queue_jobs_line" ON "queue_jobs" ("line", "seq") WHERE "line" IS NOT NULL;
CREATE INDEX "queue_jobs_done" ON "queue_jobs" ("finished_at") WHERE "state" = 'done';
CREATE INDEX "queue_jobs_dead" ON "queue_jobs" ("seq") WHERE "state" = 'dead';

-- +goose Down
DROP TABLE "queue_jobs";
