package queue

import (
	"context"
	"log/slog"

	"everything/internal/platform/db"
)

// next takes jobs that the broker has tickets of, at most so many. It waits until there are some. Once the table says who
// has a job, its ticket has done its work; so has one whose job is done, or somebody else's, or not published.
func (w *worker) next(ctx context.Context, most int) (jobs []row, err error) {
	if len(w.kinds) == 0 {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	delivery, err := w.broker.Receive(ctx, most)
	if err != nil || len(delivery.Tickets) == 0 {
		return nil, err
	}
	err = w.table.db.Atomically(ctx, func(ctx context.Context) (err error) {
		if jobs, err = w.table.ticketed(ctx, w.kinds, delivery.Tickets); err != nil {
			return err
		}
		return w.table.take(ctx, jobs, w.name, w.until())
	})
	if err != nil {
		return nil, err
	}
	if err := delivery.Accept(context.WithoutCancel(ctx)); err != nil {
		slog.Warn("tickets of jobs that are taken come again", "error", err)
	}
	return jobs, nil
}

// ticketed returns the published jobs of these kinds that tickets are for.
func (t table) ticketed(ctx context.Context, kinds []string, tickets []Ticket) ([]row, error) {
	var args []any
	for _, kind := range kinds {
		args = append(args, kind)
	}
	for _, ticket := range tickets {
		args = append(args, ticket.ID)
	}
	marks := db.Marks(len(args))
	split := len(db.Marks(len(kinds)))
	return t.list(ctx, `"state" = 'published' AND "kind" IN (`+marks[:split]+`) AND "id" IN (`+marks[split+len(", "):]+`)`+unlocked, args...)
}
