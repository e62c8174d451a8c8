package queue

import (
	"context"
	"strconv"

	"everything/internal/platform/db"
)

// due returns jobs of these kinds that can be taken now, those first that have waited longest. Of a line it is the first
// one, unless that one has to wait itself. With unlocked, the rows are locked until the transaction of ctx ends.
func (t table) due(ctx context.Context, kinds []string, most int, lock string) ([]row, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	args := []any{now()}
	for _, kind := range kinds {
		args = append(args, kind)
	}
	return t.list(ctx, `"run_at" <= $1 AND "kind" IN (`+db.Marks(len(args))[len("$1, "):]+`)
		AND ("line" IS NULL OR NOT EXISTS (
			SELECT 1 FROM "queue_jobs" AS "earlier" WHERE "earlier"."line" = "queue_jobs"."line" AND "earlier"."seq" < "queue_jobs"."seq"))
		ORDER BY "run_at", "seq" LIMIT `+strconv.Itoa(most)+lock, args...)
}
