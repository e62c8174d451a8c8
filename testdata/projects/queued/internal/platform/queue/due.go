package queue

import (
	"strconv"

	"queued/internal/platform/db"
)

// due is the condition, with its arguments, of jobs of these kinds that can be taken now: at most so many, those first that
// have waited longest. Of a line it is the first one, unless that one has to wait itself.
func due(kinds []string, most int) (condition string, args []any) {
	args = []any{now()}
	for _, kind := range kinds {
		args = append(args, kind)
	}
	among := "FALSE"
	if len(kinds) > 0 {
		among = `"kind" IN (` + db.Marks(len(args))[len("$1, "):] + `)`
	}
	return `"run_at" <= $1 AND ` + among + `
		AND ("line" IS NULL OR NOT EXISTS (
			SELECT 1 FROM "queue_jobs" AS "earlier" WHERE "earlier"."line" = "queue_jobs"."line" AND "earlier"."seq" < "queue_jobs"."seq"))
		ORDER BY "run_at", "seq" LIMIT ` + strconv.Itoa(most), args
}
