package queue

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"
)

const usage = `usage:
  jobs list [-state waiting|published|running|done|dead] [-most 50]    show jobs, the newest first; those not done if no state is given
  jobs show ID                                               show all that is kept of a job
  jobs retry ID…                                             try dead jobs again
  jobs discard ID…                                           forget jobs that nobody runs`

// Command shows, retries and discards jobs as the arguments say. What it answers goes to out.
func (q *Queue) Command(ctx context.Context, args []string, out io.Writer) error {
	switch {
	case len(args) > 0 && args[0] == "list":
		return q.list(ctx, args[1:], out)
	case len(args) == 2 && args[0] == "show":
		return q.show(ctx, args[1], out)
	case len(args) > 1 && args[0] == "retry":
		return each(args[1:], out, "waits for its next attempt", "there is no dead job %s; jobs list -state dead shows them",
			func(id uuid.UUID) (bool, error) { return q.table.revive(ctx, id) })
	case len(args) > 1 && args[0] == "discard":
		return each(args[1:], out, "is forgotten", "there is no job %s that nobody runs; jobs list shows them",
			func(id uuid.UUID) (bool, error) { return q.table.forget(ctx, id) })
	}
	return errors.New(usage)
}

func (q *Queue) list(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("list", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error says it all
	state := flags.String("state", "", "")
	most := flags.Uint("most", 50, "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errors.Join(err, errors.New(usage))
	}
	condition, values := `"state" <> 'done'`, []any(nil)
	switch State(*state) {
	case "":
	case Waiting, published, Running, Done, Dead:
		condition, values = `"state" = $1`, []any{*state}
	default:
		return errors.New(usage)
	}
	jobs, err := q.table.list(ctx, fmt.Sprintf(`%s ORDER BY "seq" DESC LIMIT %d`, condition, *most), values...)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(columns ...string) { _, _ = fmt.Fprintln(table, strings.Join(columns, "\t")) } // Flush tells of errors
	line("ID", "KIND", "KEY", "STATE", "ATTEMPTS", "CREATED", "NEXT", "ERROR")
	for _, job := range jobs {
		reason, _, _ := strings.Cut(job.LastError, "\n")
		line(job.ID.String(), job.Kind, job.Key, string(job.State), fmt.Sprint(job.Attempts), when(&job.CreatedAt), when(job.RunAt), reason)
	}
	return table.Flush()
}

func (q *Queue) show(ctx context.Context, text string, out io.Writer) error {
	id, err := uuid.Parse(text)
	if err != nil {
		return fmt.Errorf("%q is no id; jobs list shows them", text)
	}
	job, found, err := q.table.find(ctx, id)
	if err == nil && !found {
		err = fmt.Errorf("there is no job %s; jobs list shows them", id)
	}
	if err != nil {
		return err
	}
	for _, line := range [][2]string{
		{"id", job.ID.String()},
		{"kind", job.Kind},
		{"key", job.Key},
		{"state", string(job.State)},
		{"attempts", fmt.Sprint(job.Attempts)},
		{"created", when(&job.CreatedAt)},
		{"next", when(job.RunAt)},
		{"finished", when(job.FinishedAt)},
		{"worker", job.Worker},
		{"payload", job.Payload},
		{"error", job.LastError},
	} {
		if _, err := fmt.Fprintf(out, "%-9s %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return nil
}

// each does something with every job that is named, and stops at the first that it cannot be done with.
func each(ids []string, out io.Writer, done, refused string, do func(uuid.UUID) (bool, error)) error {
	for _, text := range ids {
		id, err := uuid.Parse(text)
		if err != nil {
			return fmt.Errorf("%q is no id; jobs list shows them", text)
		}
		did, err := do(id)
		if err == nil && !did {
			err = fmt.Errorf(refused, id)
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, id, done); err != nil {
			return err
		}
	}
	return nil
}

func when(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.Format(time.RFC3339)
}
