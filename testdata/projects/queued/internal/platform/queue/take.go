package queue

import "context"

// next takes jobs that are due, at most so many. Where there are none it waits a little.
func (w *worker) next(ctx context.Context, most int) (jobs []row, err error) {
	condition, args := due(w.kinds, 1) // looking costs little, also when it is for nothing
	if jobs, err = w.table.list(ctx, condition, args...); err == nil && len(jobs) > 0 {
		condition, args = due(w.kinds, most)
		jobs, err = w.table.take(ctx, w.name, w.until(), condition, args...)
	}
	if err == nil && len(jobs) == 0 {
		w.rest(ctx)
	}
	return jobs, err
}
