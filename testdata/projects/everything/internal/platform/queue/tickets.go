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
	condition, args := ticketed(w.kinds, delivery.Tickets)
	if jobs, err = w.table.take(ctx, w.name, w.until(), condition, args...); err != nil {
		return nil, err
	}
	if err := delivery.Accept(context.WithoutCancel(ctx)); err != nil {
		slog.Warn("tickets of jobs that are taken come again", "error", err)
	}
	return jobs, nil
}

// ticketed is the condition, with its arguments, of published jobs of these kinds that tickets are for.
func ticketed(kinds []string, tickets []Ticket) (condition string, args []any) {
	for _, kind := range kinds {
		args = append(args, kind)
	}
	for _, ticket := range tickets {
		args = append(args, ticket.ID)
	}
	marks := db.Marks(len(args))
	split := len(db.Marks(len(kinds)))
	return `"state" = 'published' AND "kind" IN (` + marks[:split] + `) AND "id" IN (` + marks[split+len(", "):] + `)`, args
}
