package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// task is a job for tests.
type task struct {
	Name string  `json:"name"`
	With Options `json:"with"`
}

func (task) Kind() string       { return "test.task" }
func (t task) Options() Options { return t.With }

// tasks handles tasks by name, and those whose name is not there by doing nothing.
type tasks map[string]func(ctx context.Context) (Once, error)

func (e tasks) handler() Handler {
	return Handle(func(ctx context.Context, _ uuid.UUID, t task) (Once, error) {
		if run := e[t.Name]; run != nil {
			return run(ctx)
		}
		return nil, nil
	})
}

// testQueue is a queue on a database of its own.
func testQueue(t *testing.T) *Queue {
	t.Helper()
	return New(testDB(t), Loopback(), Settings{Workers: 4, Lease: Duration(time.Minute), Keep: Duration(time.Hour)})
}

func (q *Queue) enqueue(t *testing.T, job Job) uuid.UUID {
	t.Helper()
	enqueued, err := Enqueue(t.Context(), q.table.db, job)
	if err != nil {
		t.Fatal(err)
	}
	return enqueued.ID
}

// row is what the table says of a job.
func (q *Queue) row(t *testing.T, id uuid.UUID) row {
	t.Helper()
	r, found, err := q.table.find(t.Context(), id)
	if err != nil || !found {
		t.Fatalf("job %s: found %v, %v", id, found, err)
	}
	return r
}

// becomes waits until a job has a state.
func (q *Queue) becomes(t *testing.T, id uuid.UUID, want State) row {
	t.Helper()
	var r row
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if r = q.row(t, id); r.State == want {
			return r
		}
	}
	t.Fatalf("the job is %+v, want it %s", r, want)
	return r
}

// dueNow ends the waiting of a job.
func (q *Queue) dueNow(t *testing.T, id uuid.UUID) {
	t.Helper()
	_, err := q.table.db.Exec(t.Context(), `UPDATE "queue_jobs" SET "run_at" = $1 WHERE "id" = $2`, now().Add(-time.Second), id)
	if err != nil {
		t.Fatal(err)
	}
}

// taken has a worker take jobs, which do not run.
func (q *Queue) taken(t *testing.T, w *worker) []row {
	t.Helper()
	if _, err := w.publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	jobs, err := w.next(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// working runs a worker until finish is called.
func (w *worker) working(t *testing.T) (finish func()) {
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { w.run(ctx) })
	running.Go(func() { w.relay(ctx) })
	return func() { stop(); running.Wait() }
}

func TestAJobComesToBeWithItsTransactionOrNotAtAll(t *testing.T) {
	q := testQueue(t)
	for _, want := range []error{nil, errors.New("no")} {
		var id uuid.UUID
		err := q.table.db.Atomically(t.Context(), func(ctx context.Context) error {
			enqueued, err := Enqueue(ctx, q.table.db, task{})
			id = enqueued.ID
			return errors.Join(err, want)
		})
		if !errors.Is(err, want) {
			t.Fatal(err)
		}
		if _, found, err := q.table.find(t.Context(), id); err != nil || found != (want == nil) {
			t.Errorf("after %v there is a job: %v, %v", want, found, err)
		}
	}
}

func TestWhatAJobWritesIsWrittenWithItsEnd(t *testing.T) {
	q := testQueue(t)
	follow := func(name string, err error) Once {
		return func(ctx context.Context) error {
			_, failed := Enqueue(ctx, q.table.db, task{Name: "after " + name})
			return errors.Join(err, failed)
		}
	}
	finish := q.Start(t.Context(), []Handler{tasks{
		"good": func(context.Context) (Once, error) { return follow("good", nil), nil },
		"bad":  func(context.Context) (Once, error) { return follow("bad", errors.New("no")), nil },
	}.handler()})
	defer finish()
	q.becomes(t, q.enqueue(t, task{"good", Options{}}), Done)
	q.becomes(t, q.enqueue(t, task{"bad", Options{Attempts: 1}}), Dead)
	follows, err := q.table.list(t.Context(), `"payload" LIKE '%after%'`)
	if err != nil || len(follows) != 1 || !strings.Contains(follows[0].Payload, "after good") {
		t.Errorf("written were %+v, %v", follows, err)
	}
}

func TestAnAttemptThatWasTakenForLostWritesNothing(t *testing.T) {
	q := testQueue(t)
	id := q.enqueue(t, task{})
	handlers := []Handler{tasks{}.handler()}
	slow, quick := q.worker(handlers), q.worker(handlers)
	first := q.taken(t, slow)
	q.dueNow(t, id)
	second := q.taken(t, quick)
	if len(first) != 1 || len(second) != 1 {
		t.Fatalf("taken were %+v and %+v", first, second)
	}
	var written atomic.Int32
	once := func(context.Context) error { written.Add(1); return nil }
	if err := slow.finish(t.Context(), first[0], once); !errors.Is(err, errLost) || written.Load() != 0 {
		t.Errorf("the lost attempt ends with %v and has written %d times", err, written.Load())
	}
	if err := quick.finish(t.Context(), second[0], once); err != nil || written.Load() != 1 {
		t.Errorf("the other attempt ends with %v and has written %d times", err, written.Load())
	}
	if err := quick.finish(t.Context(), second[0], once); !errors.Is(err, errLost) || written.Load() != 1 {
		t.Errorf("the same attempt ends again with %v and has written %d times", err, written.Load())
	}
}

func TestAFailedJobWaitsAndIsTriedAgainUntilItIsDead(t *testing.T) {
	q := testQueue(t)
	w := q.worker([]Handler{tasks{
		"fails":    func(context.Context) (Once, error) { return nil, errors.New("no luck") },
		"panics":   func(context.Context) (Once, error) { panic("no luck") },
		"hopeless": func(context.Context) (Once, error) { return nil, Permanent(errors.New("no luck")) },
		"slow": func(ctx context.Context) (Once, error) {
			<-ctx.Done()
			return nil, fmt.Errorf("no luck: %w", ctx.Err())
		},
	}.handler()})
	// tried is the job after another attempt.
	tried := func(id uuid.UUID) row {
		q.dueNow(t, id)
		for _, job := range q.taken(t, w) {
			w.do(t.Context(), job)
		}
		return q.row(t, id)
	}
	options := Options{Attempts: 2, Timeout: 20 * time.Millisecond}
	for _, name := range []string{"fails", "panics", "slow"} {
		id := q.enqueue(t, task{name, options})
		if r := tried(id); r.State != Waiting || r.Attempts != 1 || !strings.Contains(r.LastError, "no luck") {
			t.Errorf("%s: after an attempt the job is %+v", name, r)
		}
		if r := tried(id); r.State != Dead || r.Attempts != 2 || r.FinishedAt == nil {
			t.Errorf("%s: in the end the job is %+v", name, r)
		}
	}
	if r := tried(q.enqueue(t, task{"hopeless", options})); r.State != Dead || r.Attempts != 1 {
		t.Errorf("hopeless: in the end the job is %+v", r)
	}
}

func TestAJobThatKillsItsWorkersIsDeadInTheEnd(t *testing.T) {
	q := testQueue(t)
	id := q.enqueue(t, task{"", Options{Attempts: 1}})
	w := q.worker([]Handler{tasks{}.handler()})
	for range 2 {
		q.dueNow(t, id)
		jobs := q.taken(t, w)
		if len(jobs) != 1 {
			t.Fatalf("taken were %+v", jobs)
		}
		if jobs[0].Attempts == 2 {
			w.do(t.Context(), jobs[0])
		}
	}
	if r := q.row(t, id); r.State != Dead || !strings.Contains(r.LastError, "lost") {
		t.Errorf("the job is %+v", r)
	}
}

func TestWhatAJobHasToKnowCanBeUnreadable(t *testing.T) {
	q := testQueue(t)
	id := q.enqueue(t, task{})
	if _, err := q.table.db.Exec(t.Context(), `UPDATE "queue_jobs" SET "payload" = '[]'`); err != nil {
		t.Fatal(err)
	}
	defer q.Start(t.Context(), []Handler{tasks{}.handler()})()
	q.becomes(t, id, Dead)
}

func TestJobsOfUnknownKindsAreLeftAlone(t *testing.T) {
	q := testQueue(t)
	id := q.enqueue(t, task{})
	known := q.enqueue(t, other{})
	defer q.Start(t.Context(), []Handler{Handle(func(context.Context, uuid.UUID, other) (Once, error) { return nil, nil })})()
	q.becomes(t, known, Done)
	if r := q.row(t, id); r.State != Waiting || r.Attempts != 0 {
		t.Errorf("the job is %+v", r)
	}
}

// other is a job of another kind.
type other struct{}

func (other) Kind() string     { return "test.other" }
func (other) Options() Options { return Options{} }

func TestJobsWithOneKeyTakeTurns(t *testing.T) {
	q := testQueue(t)
	var mu sync.Mutex
	var order []string
	note := func(name string) func(context.Context) (Once, error) {
		return func(context.Context) (Once, error) {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, name)
			return nil, nil
		}
	}
	handlers, names := tasks{}, []string{}
	var last uuid.UUID
	for i := range 20 {
		name := fmt.Sprint(i)
		names = append(names, name)
		handlers[name] = note(name)
		last = q.enqueue(t, task{name, Options{Key: "a"}})
	}
	began := time.Now()
	defer q.Start(t.Context(), []Handler{handlers.handler()})()
	q.becomes(t, last, Done)
	if took := time.Since(began); took > 10*poll {
		t.Errorf("they took %s, as if each had waited for the next look at the table", took)
	}
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(order, names) {
		t.Errorf("they ran as %v", order)
	}
}

func TestAJobThatWaitsHoldsUpItsKeyAndNoOther(t *testing.T) {
	q := testQueue(t)
	w := q.worker([]Handler{tasks{}.handler()})
	head := q.enqueue(t, task{"", Options{Key: "a", Delay: time.Hour}})
	q.enqueue(t, task{"", Options{Key: "a"}})
	free := []uuid.UUID{q.enqueue(t, task{"", Options{Key: "b"}}), q.enqueue(t, task{})}
	var got []uuid.UUID
	for _, job := range q.taken(t, w) {
		got = append(got, job.ID)
	}
	if !slices.Equal(got, free) {
		t.Errorf("taken were %v, want %v", got, free)
	}
	q.dueNow(t, head)
	if jobs := q.taken(t, w); len(jobs) != 1 || jobs[0].ID != head {
		t.Errorf("then taken were %+v", jobs)
	}
}

func TestAKeyIsTextThatEveryDatabaseStores(t *testing.T) {
	q := testQueue(t)
	for _, key := range []string{strings.Repeat("x", longestKey+1), "a\x00", "\xff"} {
		if _, err := Enqueue(t.Context(), q.table.db, task{"", Options{Key: key}}); err == nil {
			t.Errorf("%q was taken", key)
		}
	}
	q.enqueue(t, task{"", Options{Key: strings.Repeat("x", longestKey)}})
}

func TestAWorkerThatStopsLetsItsJobsFinish(t *testing.T) {
	q := testQueue(t)
	begun, end := make(chan struct{}), make(chan struct{})
	finish := q.Start(t.Context(), []Handler{tasks{"slow": func(context.Context) (Once, error) { close(begun); <-end; return nil, nil }}.handler()})
	id := q.enqueue(t, task{"slow", Options{}})
	<-begun
	time.AfterFunc(50*time.Millisecond, func() { close(end) })
	finish()
	if r := q.row(t, id); r.State != Done {
		t.Errorf("the job is %+v", r)
	}
}

func TestAWorkerThatHasToStopGivesItsJobsBack(t *testing.T) {
	q := testQueue(t)
	begun := make(chan struct{}, 1)
	w := q.worker([]Handler{tasks{"endless": func(ctx context.Context) (Once, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}}.handler()})
	w.grace = 10 * time.Millisecond
	id := q.enqueue(t, task{"endless", Options{Attempts: 1}})
	finish := w.working(t)
	<-begun
	finish()
	if r := q.row(t, id); r.State != Waiting || r.Attempts != 0 || r.RunAt.After(now()) {
		t.Errorf("the job is %+v", r)
	}
}

func TestAWorkerThatStopsGivesBackWhatItHasNotBegun(t *testing.T) {
	q := testQueue(t)
	ids := []uuid.UUID{q.enqueue(t, task{}), q.enqueue(t, task{})}
	w := q.worker([]Handler{tasks{}.handler()})
	for range cap(w.slots) - 1 {
		w.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var begun []uuid.UUID
	w.start(ctx, q.taken(t, w), func(job row) { begun = append(begun, job.ID); cancel() })
	if !slices.Equal(begun, ids[:1]) || len(w.jobs()) != 1 {
		t.Errorf("begun are %v of %v, and %d are held", begun, ids, len(w.jobs()))
	}
	if r := q.row(t, ids[1]); r.State != Waiting || r.Attempts != 0 {
		t.Errorf("the other job is %+v", r)
	}
}

func TestAJobWhoseSlotStaysTakenIsLeftToOtherWorkers(t *testing.T) {
	q := testQueue(t)
	ids := []uuid.UUID{q.enqueue(t, task{}), q.enqueue(t, task{})}
	w := q.worker([]Handler{tasks{}.handler()})
	for range cap(w.slots) - 1 {
		w.slots <- struct{}{}
	}
	var begun []uuid.UUID
	w.start(t.Context(), q.taken(t, w), func(job row) { begun = append(begun, job.ID) })
	if r := q.row(t, ids[1]); !slices.Equal(begun, ids[:1]) || r.State != Waiting || r.Attempts != 0 || r.RunAt.After(now()) {
		t.Errorf("begun are %v of %v, and the other job is %+v", begun, ids, r)
	}
}

func TestAHandlerThatDoesNotStopIsLeftBehind(t *testing.T) {
	q, end := testQueue(t), make(chan struct{})
	defer close(end)
	w := q.worker([]Handler{tasks{"endless": func(context.Context) (Once, error) { <-end; return nil, nil }}.handler()})
	w.patience = time.Millisecond
	defer w.working(t)()
	id := q.enqueue(t, task{"endless", Options{Attempts: 1, Timeout: time.Millisecond}})
	if r := q.becomes(t, id, Dead); !strings.Contains(r.LastError, "does not stop") {
		t.Errorf("the job is %+v", r)
	}
}

func TestJobsOfAWorkerThatIsStillThereStayItsOwn(t *testing.T) {
	q := testQueue(t)
	w := q.worker([]Handler{tasks{}.handler()})
	id := q.enqueue(t, task{})
	jobs := q.taken(t, w)
	later := now().Add(time.Hour)
	if err := w.table.keep(t.Context(), jobs, w.name, later); err != nil {
		t.Fatal(err)
	}
	if r := q.row(t, id); !r.RunAt.Equal(later) {
		t.Errorf("the job is %+v", r)
	}
	if err := w.table.release(t.Context(), jobs, w.name); err != nil {
		t.Fatal(err)
	}
	if r := q.row(t, id); r.State != Waiting || r.Attempts != 0 || r.RunAt.After(now()) {
		t.Errorf("given back, the job is %+v", r)
	}
}

func TestStatsTellWhatWaitsAndSinceWhen(t *testing.T) {
	q := testQueue(t)
	if s, err := q.Stats(t.Context()); err != nil || s != (Stats{}) {
		t.Errorf("of an empty queue: %+v, %v", s, err)
	}
	old, dead := q.enqueue(t, task{}), q.enqueue(t, task{})
	q.enqueue(t, task{"", Options{Delay: time.Hour}})
	for query, args := range map[string][]any{
		`UPDATE "queue_jobs" SET "run_at" = $1, "created_at" = $2, "attempts" = 1 WHERE "id" = $3`: {now().Add(-2 * time.Minute), now().Add(-3 * time.Minute), old},
		`UPDATE "queue_jobs" SET "run_at" = NULL, "state" = 'dead' WHERE "id" = $1`:                {dead},
	} {
		if _, err := q.table.db.Exec(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	s, err := q.Stats(t.Context())
	s.Lag, s.Age = s.Lag.Round(time.Minute), s.Age.Round(time.Minute)
	if want := (Stats{Waiting: 2, Retrying: 1, Dead: 1, Lag: 2 * time.Minute, Age: 3 * time.Minute}); err != nil || s != want {
		t.Errorf("got %+v, %v, want %+v", s, err, want)
	}
	if err := q.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "due since 2m") {
		t.Errorf("/readyz is told %v", err)
	}
}

func TestJobsThatAreDoneAreForgottenAfterAWhile(t *testing.T) {
	q := testQueue(t)
	id := q.enqueue(t, task{})
	finish := q.Start(t.Context(), []Handler{tasks{}.handler()})
	q.becomes(t, id, Done)
	finish()
	for _, c := range []struct {
		before time.Time
		stays  bool
	}{
		{now().Add(-time.Minute), true},
		{now().Add(time.Minute), false},
	} {
		if _, err := q.table.prune(t.Context(), c.before); err != nil {
			t.Fatal(err)
		}
		if _, found, err := q.table.find(t.Context(), id); err != nil || found != c.stays {
			t.Errorf("it is there: %v, %v", found, err)
		}
	}
}

func TestBackoffGrowsToItsBound(t *testing.T) {
	for _, c := range []struct {
		attempts int
		most     time.Duration
	}{{1, firstWait}, {2, 2 * firstWait}, {5, 16 * firstWait}, {30, longestWait}, {1000, longestWait}} {
		var longest time.Duration
		for range 200 {
			longest = max(longest, backoff(c.attempts))
		}
		if longest > c.most || longest < c.most/2 {
			t.Errorf("after %d attempts it is up to %s, want %s", c.attempts, longest, c.most)
		}
	}
}
