package queue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/db"
)

// table is the table of jobs. A job that is not finished has run_at: when a worker may take it. While one has it, that is
// when it is taken for lost. Jobs with a key stand in a line, of which only the first can be taken.
type table struct{ db *db.DB }

// now is to the microsecond, as every database keeps it.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// insert writes a job that waits.
func (t table) insert(ctx context.Context, r row) error {
	_, err := t.db.Exec(ctx, `INSERT INTO "queue_jobs"
		("id", "kind", "key", "line", "payload", "state", "attempts", "run_at", "worker", "last_error", "created_at")
		VALUES ($1, $2, $3, NULLIF($3, ''), $4, 'waiting', 0, $5, '', '', $6)`,
		r.ID, r.Kind, r.Key, r.Payload, r.RunAt, r.CreatedAt)
	return err
}

func (t table) find(ctx context.Context, id uuid.UUID) (r row, found bool, err error) {
	found, err = t.db.Get(ctx, r.scan, `SELECT `+columns+` FROM "queue_jobs" WHERE "id" = $1`, id)
	return r, found, err
}

// list returns rows for which a condition holds.
func (t table) list(ctx context.Context, condition string, args ...any) ([]row, error) {
	return t.read(ctx, `SELECT `+columns+` FROM "queue_jobs" WHERE `+condition, args...)
}

func (t table) read(ctx context.Context, query string, args ...any) (rows []row, err error) {
	err = t.db.Query(ctx, func(from db.Row) error {
		var r row
		err := r.scan(from)
		rows = append(rows, r)
		return err
	}, query, args...)
	return rows, err
}

// take marks jobs for which a condition holds as running, but for those that somebody else is about to take, and returns them.
// It counts the attempt, so that a job that kills its worker is dead in the end too.
func (t table) take(ctx context.Context, worker string, until time.Time, condition string, args ...any) ([]row, error) {
	n := len(args)
	jobs, err := t.read(ctx, fmt.Sprintf(`WITH "taken" AS MATERIALIZED (SELECT "seq" FROM "queue_jobs" WHERE %s%s)
		UPDATE "queue_jobs" SET "state" = 'running', "attempts" = "attempts" + 1, "worker" = $%d, "run_at" = $%d
		WHERE "seq" IN (SELECT "seq" FROM "taken") RETURNING %s`, condition, unlocked, n+1, n+2, columns), append(args, worker, until)...)
	slices.SortFunc(jobs, func(a, b row) int { return cmp.Compare(a.seq, b.seq) }) // RETURNING has no order
	return jobs, err
}

// keep tells that a worker is still there.
func (t table) keep(ctx context.Context, jobs []row, worker string, until time.Time) error {
	in, args := among(jobs, worker, until)
	_, err := t.db.Exec(ctx, `UPDATE "queue_jobs"
		SET "run_at" = $2 WHERE "worker" = $1 AND "state" = 'running' AND "seq" IN `+in, args...)
	return err
}

// still is a job that runs, in this attempt and no other.
const still = ` WHERE "seq" = $1 AND "attempts" = $2 AND "state" = 'running'`

// finish marks a job as done, in the transaction of ctx; mine is false when it belongs to somebody else meanwhile.
func (t table) finish(ctx context.Context, r row) (mine bool, err error) {
	changed, err := t.db.Exec(ctx, `UPDATE "queue_jobs"
		SET "state" = 'done', "run_at" = NULL, "line" = NULL, "finished_at" = $3`+still, r.seq, r.Attempts, now())
	return changed == 1, err
}

// again lets a job wait for its next attempt.
func (t table) again(ctx context.Context, r row, at time.Time, cause string) error {
	_, err := t.db.Exec(ctx, `UPDATE "queue_jobs"
		SET "state" = 'waiting', "run_at" = $3, "last_error" = $4`+still, r.seq, r.Attempts, at, cause)
	return err
}

// bury marks a job as dead.
func (t table) bury(ctx context.Context, r row, cause string) error {
	_, err := t.db.Exec(ctx, `UPDATE "queue_jobs"
		SET "state" = 'dead', "run_at" = NULL, "line" = NULL, "finished_at" = $3, "last_error" = $4`+still, r.seq, r.Attempts, now(), cause)
	return err
}

// release gives jobs back as if nobody had taken them.
func (t table) release(ctx context.Context, jobs []row, worker string) error {
	in, args := among(jobs, worker, now())
	_, err := t.db.Exec(ctx, `UPDATE "queue_jobs"
		SET "state" = 'waiting', "attempts" = "attempts" - 1, "run_at" = $2 WHERE "worker" = $1 AND "state" = 'running' AND "seq" IN `+in, args...)
	return err
}

// revive lets a dead job wait for another round of attempts.
func (t table) revive(ctx context.Context, id uuid.UUID) (bool, error) {
	changed, err := t.db.Exec(ctx, `UPDATE "queue_jobs"
		SET "state" = 'waiting', "attempts" = 0, "run_at" = $2, "line" = NULLIF("key", ''), "finished_at" = NULL WHERE "id" = $1 AND "state" = 'dead'`, id, now())
	return changed == 1, err
}

// forget deletes a job that nobody runs.
func (t table) forget(ctx context.Context, id uuid.UUID) (bool, error) {
	changed, err := t.db.Exec(ctx, `DELETE FROM "queue_jobs" WHERE "id" = $1 AND "state" <> 'running'`, id)
	return changed == 1, err
}

// prune deletes jobs that were done before a moment, a thousand at a time, and reports whether there are more.
func (t table) prune(ctx context.Context, before time.Time) (more bool, err error) {
	const most = 1000
	var jobs []row
	err = t.db.Query(ctx, func(from db.Row) error {
		var r row
		err := from.Scan(&r.seq)
		jobs = append(jobs, r)
		return err
	}, `SELECT "seq" FROM "queue_jobs" WHERE "state" = 'done' AND "finished_at" < $1 ORDER BY "finished_at" LIMIT 1000`, before)
	if err != nil || len(jobs) == 0 {
		return false, err
	}
	in, args := among(jobs)
	_, err = t.db.Exec(ctx, `DELETE FROM "queue_jobs" WHERE "seq" IN `+in, args...)
	return len(jobs) == most, err
}

// among is the list of jobs for IN, and all arguments of a statement whose first ones are those before.
func among(jobs []row, before ...any) (list string, args []any) {
	marks := strings.Split(db.Marks(len(before)+len(jobs)), ", ")[len(before):]
	for _, job := range jobs {
		before = append(before, job.seq)
	}
	return "(" + strings.Join(marks, ", ") + ")", before
}
