-- +goose Up
CREATE TABLE "queue_jobs" (
	"seq" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	"id" uuid NOT NULL UNIQUE,
	"kind" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"line" text COLLATE "C",
	"payload" text NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"attempts" bigint NOT NULL,
	"run_at" timestamptz,
	"worker" text COLLATE "C" NOT NULL,
	"last_error" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	"finished_at" timestamptz
);
CREATE INDEX "queue_jobs_run_at" ON "queue_jobs" ("run_at", "seq") WHERE "run_at" IS NOT NULL;
CREATE INDEX "queue_jobs_line" ON "queue_jobs" ("line", "seq") WHERE "line" IS NOT NULL;
CREATE INDEX "queue_jobs_done" ON "queue_jobs" ("finished_at") WHERE "state" = 'done';
CREATE INDEX "queue_jobs_dead" ON "queue_jobs" ("seq") WHERE "state" = 'dead';

-- +goose Down
DROP TABLE "queue_jobs";
