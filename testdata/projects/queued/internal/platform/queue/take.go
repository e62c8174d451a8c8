package queue

import "context"

// next takes jobs that are due, at most so many. Where there are none it waits a little.
func (w *worker) next(ctx context.Context, most int) (jobs []row, err error) {
	jobs, err = w.table.due(ctx, w.kinds, 1, "") // looking costs little, also when it is for nothing
	if err != nil {
		return nil, err
	}
	if len(jobs) == 0 {
		w.rest(ctx)
		return nil, nil
	}
	err = w.table.db.Atomically(ctx, func(ctx context.Context) (err error) {
		if jobs, err = w.table.due(ctx, w.kinds, most, unlocked); err != nil {
			return err
		}
		return w.table.take(ctx, jobs, w.name, w.until())
	})
	if err != nil {
		return nil, err
	}
	return jobs, nil
}
