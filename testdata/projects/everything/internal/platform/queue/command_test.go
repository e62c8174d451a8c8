package queue

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// command runs a command that must succeed, and returns what it printed.
func (q *Queue) command(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := q.Command(t.Context(), args, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDeadJobsAreListedShownRetriedAndDiscarded(t *testing.T) {
	q := testQueue(t)
	ids := []string{}
	for _, name := range []string{"first", "second"} {
		ids = append(ids, q.enqueue(t, task{name, Options{Key: "a"}}).String())
	}
	w := q.worker([]Handler{tasks{}.handler()})
	for range ids {
		for _, job := range q.taken(t, w) {
			if err := w.table.bury(t.Context(), job, "no luck\nat all"); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := q.command(t, "list", "-state", "dead")
	for _, word := range []string{ids[0], ids[1], "test.task", "dead", "no luck"} {
		if !strings.Contains(list, word) {
			t.Errorf("the list lacks %s:\n%s", word, list)
		}
	}
	if list := q.command(t, "list", "-most", "1"); strings.Count(list, "dead") != 1 {
		t.Errorf("a list of one is\n%s", list)
	}
	if shown := q.command(t, "show", ids[0]); !strings.Contains(shown, `"name":"first"`) || !strings.Contains(shown, "no luck\nat all") {
		t.Errorf("what is shown of a job is\n%s", shown)
	}
	q.command(t, "retry", ids[0], ids[1])
	if r := q.row(t, uuid.MustParse(ids[0])); r.State != Waiting || r.Attempts != 0 || r.FinishedAt != nil {
		t.Errorf("a job to be retried is %+v", r)
	}
	if jobs := q.taken(t, w); len(jobs) != 1 || jobs[0].ID.String() != ids[0] {
		t.Errorf("of those with one key, taken are %+v", jobs)
	}
	q.command(t, "discard", ids[1])
	if list := q.command(t, "list"); strings.Contains(list, ids[1]) || !strings.Contains(list, ids[0]) {
		t.Errorf("after one is discarded, the list is\n%s", list)
	}
}

func TestCommandsThatMakeNoSenseSayHow(t *testing.T) {
	q := testQueue(t)
	waiting, unknown := q.enqueue(t, task{}).String(), uuid.NewString()
	for _, args := range [][]string{
		{}, {"list", "all"}, {"list", "-state", "asleep"}, {"list", "-most", "-1"}, {"show"}, {"show", "x"}, {"show", unknown},
		{"retry"}, {"retry", "x"}, {"retry", unknown}, {"retry", waiting}, {"discard"}, {"discard", unknown},
	} {
		var out bytes.Buffer
		if err := q.Command(t.Context(), args, &out); err == nil || !strings.Contains(err.Error(), "jobs ") || out.Len() > 0 {
			t.Errorf("%q: got %v, printed %q", args, err, &out)
		}
	}
}
