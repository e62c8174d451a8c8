package cache_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"everything/internal/platform/cache"
	"everything/internal/platform/cachetest"
	"everything/internal/platform/problem"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// source is a database with one row, which counts how often it is read.
type source struct {
	value atomic.Value
	reads atomic.Int64
}

func (s *source) read(context.Context) (string, error) {
	s.reads.Add(1)
	return s.value.Load().(string), nil
}

func newSource(value string) *source {
	s := &source{}
	s.value.Store(value)
	return s
}

// find reads the row with an id through the cache.
func find(t *testing.T, table *cache.Table, id uuid.UUID, load func(context.Context) (string, error)) string {
	t.Helper()
	got, err := cache.Row(t.Context(), table, "find", id, load)
	if err != nil {
		t.Error(err)
	}
	return got
}

// list reads a list through the cache.
func list(t *testing.T, table *cache.Table, question any, load func(context.Context) (string, error)) string {
	t.Helper()
	got, err := cache.List(t.Context(), table, "list", question, load)
	if err != nil {
		t.Error(err)
	}
	return got
}

func TestWritesDropWhatTheyMayHaveChanged(t *testing.T) {
	for name, c := range map[string]struct {
		changed        func(one uuid.UUID) []uuid.UUID
		one, two, rows int64 // reads of the database by the end
	}{
		"nothing":  {nil, 1, 1, 1},
		"one row":  {func(one uuid.UUID) []uuid.UUID { return []uuid.UUID{one} }, 2, 1, 2},
		"any rows": {func(uuid.UUID) []uuid.UUID { return nil }, 2, 2, 2},
	} {
		t.Run(name, func(t *testing.T) {
			table, one, two := open(t).Table("rows"), uuid.New(), uuid.New()
			a, b, all := newSource("a"), newSource("b"), newSource("all")
			read := func() {
				find(t, table, one, a.read)
				find(t, table, two, b.read)
				list(t, table, []string{"x"}, all.read)
			}
			read()
			if c.changed != nil {
				table.Changed(t.Context(), c.changed(one)...)
			}
			read()
			read()
			if a.reads.Load() != c.one || b.reads.Load() != c.two || all.reads.Load() != c.rows {
				t.Errorf("%d, %d and %d reads, want %d, %d and %d", a.reads.Load(), b.reads.Load(), all.reads.Load(), c.one, c.two, c.rows)
			}
		})
	}
}

func TestAnotherProcessSeesAWrite(t *testing.T) {
	b, id, s := &cachetest.Backend{}, uuid.New(), newSource("old")
	here, there := process(b), process(b)
	find(t, here, id, s.read)
	find(t, there, id, s.read)
	if n := s.reads.Load(); n != 1 {
		t.Errorf("%d reads, want the second process to find what the first one left", n)
	}
	s.value.Store("new")
	here.Changed(t.Context(), id)
	if got := find(t, there, id, s.read); got != "new" {
		t.Errorf("got %q", got)
	}
}

// process is one of several that share a backend.
func process(b *cachetest.Backend) *cache.Table {
	return cache.New(b, "test", cache.Duration(time.Minute)).Table("rows")
}

func TestManyReadersShareOneLoad(t *testing.T) {
	table, id, s := open(t).Table("rows"), uuid.New(), newSource("value")
	var all sync.WaitGroup
	for range 1000 {
		all.Go(func() {
			find(t, table, id, func(ctx context.Context) (string, error) {
				time.Sleep(10 * time.Millisecond)
				return s.read(ctx)
			})
		})
	}
	all.Wait()
	if n := s.reads.Load(); n != 1 {
		t.Errorf("%d reads", n)
	}
}

func TestWhatWasReadBeforeAWriteDoesNotComeBackAfterIt(t *testing.T) {
	table, id, s := open(t).Table("rows"), uuid.New(), newSource("old")
	find(t, table, id, func(ctx context.Context) (string, error) {
		old, err := s.read(ctx)
		s.value.Store("new") // while the reader is on its way to the cache
		table.Changed(ctx, id)
		return old, err
	})
	if got := find(t, table, id, s.read); got != "new" {
		t.Errorf("got %q", got)
	}
}

func TestAReadAfterAWriteDoesNotJoinALoadFromBefore(t *testing.T) {
	for name, down := range map[string]bool{"with the cache": false, "without": true} {
		t.Run(name, func(t *testing.T) {
			b, id, s := &cachetest.Backend{}, uuid.New(), newSource("old")
			b.Down(down)
			table := process(b)
			reading, write := make(chan struct{}), make(chan struct{})
			var slow sync.WaitGroup
			slow.Go(func() {
				find(t, table, id, func(ctx context.Context) (string, error) {
					old, err := s.read(ctx)
					close(reading)
					<-write
					return old, err
				})
			})
			<-reading
			s.value.Store("new")
			table.Changed(t.Context(), id)
			if got := find(t, table, id, s.read); got != "new" {
				t.Errorf("got %q", got)
			}
			close(write)
			slow.Wait()
		})
	}
}

func TestTheFirstReaderMayLeave(t *testing.T) {
	table, id, s := open(t).Table("rows"), uuid.New(), newSource("value")
	leaving, leave := context.WithCancel(t.Context())
	reading, finish := make(chan struct{}), make(chan struct{})
	load := func(ctx context.Context) (string, error) {
		close(reading)
		<-finish
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return s.read(ctx)
	}
	var readers sync.WaitGroup
	readers.Go(func() {
		if _, err := cache.Row(leaving, table, "find", id, load); !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
	})
	<-reading
	readers.Go(func() {
		if got := find(t, table, id, s.read); got != "value" {
			t.Errorf("who stayed got %q", got)
		}
	})
	leave()
	close(finish)
	readers.Wait()
}

func TestThatThereIsNothingIsRemembered(t *testing.T) {
	table, id, asked := open(t).Table("rows"), uuid.New(), 0
	for range 2 {
		_, err := cache.Row(t.Context(), table, "find", id, func(context.Context) (string, error) {
			asked++
			return "", problem.New(http.StatusNotFound, "no such row")
		})
		if p, is := errors.AsType[*problem.Problem](err); !is || p.Status != http.StatusNotFound || p.Detail != "no such row" {
			t.Errorf("got %v", err)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	table.Changed(t.Context(), id) // it is inserted
	if got := find(t, table, id, newSource("value").read); got != "value" {
		t.Errorf("got %q", got)
	}
}

func TestAFailureIsNotRemembered(t *testing.T) {
	table, id := open(t).Table("rows"), uuid.New()
	for name, fail := range map[string]func(context.Context) (string, error){
		"an error": func(context.Context) (string, error) { return "", errors.New("broken") },
		"a panic":  func(context.Context) (string, error) { panic("broken") },
	} {
		if _, err := cache.Row(t.Context(), table, "find", id, fail); err == nil || !strings.Contains(err.Error(), "broken") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got := find(t, table, id, newSource("value").read); got != "value" {
		t.Errorf("got %q", got)
	}
}

func TestReadsThatDifferAreKeptApart(t *testing.T) {
	c, id := open(t), uuid.New()
	for want, got := range map[string]string{
		"row":      find(t, c.Table("rows"), id, newSource("row").read),
		"table":    find(t, c.Table("others"), id, newSource("table").read),
		"question": list(t, c.Table("rows"), []string{"a b", "c"}, newSource("question").read),
		"another":  list(t, c.Table("rows"), []string{"a", "b c"}, newSource("another").read),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	n, err := cache.Row(t.Context(), c.Table("rows"), "find", id, func(context.Context) (int, error) { return 7, nil })
	if n != 7 || err != nil {
		t.Errorf("a number is read from where a text is: %d, %v", n, err)
	}
}

func TestWithoutTheBackendReadsGoToTheDatabase(t *testing.T) {
	b, id, s := &cachetest.Backend{}, uuid.New(), newSource("value")
	table := process(b)
	find(t, table, id, s.read)
	b.Down(true)
	for range 2 {
		if got := find(t, table, id, s.read); got != "value" {
			t.Errorf("got %q", got)
		}
	}
	if n := s.reads.Load(); n != 3 {
		t.Errorf("%d reads", n)
	}
}

func TestAWriteWithoutTheBackendIsMadeUpFor(t *testing.T) {
	b, id, s := &cachetest.Backend{}, uuid.New(), newSource("old")
	table := process(b)
	find(t, table, id, s.read)
	b.Down(true)
	s.value.Store("new")
	table.Changed(t.Context(), id)
	b.Down(false) // and has the old answer still
	if got := find(t, table, id, s.read); got != "new" {
		t.Errorf("got %q", got)
	}
	if got := find(t, process(b), id, s.read); got != "new" {
		t.Errorf("another process got %q", got)
	}
}

func TestAnswersWithoutTheirMarksAreNotUsed(t *testing.T) {
	b, id, s := &cachetest.Backend{}, uuid.New(), newSource("old")
	table := process(b)
	find(t, table, id, s.read)
	s.value.Store("new")
	table.Changed(t.Context(), id)
	b.Forget(func(key string) bool { return !strings.Contains(key, "find") }) // marks are lost, answers are not
	for range 2 {
		if got := find(t, table, id, s.read); got != "new" {
			t.Errorf("got %q", got)
		}
	}
}

func TestWhatCannotBeReadIsLoadedAgain(t *testing.T) {
	b, id, s := &cachetest.Backend{}, uuid.New(), newSource("value")
	table := process(b)
	find(t, table, id, s.read)
	b.Spoil()
	if got := find(t, table, id, s.read); got != "value" {
		t.Errorf("got %q", got)
	}
}

func TestWhatCannotBeKeptIsLoadedEachTime(t *testing.T) {
	type hidden struct{ n int }
	for range 2 {
		got, err := cache.Row(t.Context(), open(t).Table("rows"), "find", uuid.New(), func(context.Context) (hidden, error) {
			return hidden{7}, nil
		})
		if got.n != 7 || err != nil {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}

func TestAnAnswerLastsItsTime(t *testing.T) {
	c, id, s := openFor(t, cache.Duration(time.Second)), uuid.New(), newSource("value")
	find(t, c.Table("rows"), id, s.read)
	for start := time.Now(); s.reads.Load() == 1; time.Sleep(20 * time.Millisecond) {
		if time.Since(start) > 5*time.Second {
			t.Fatal("it is still there after 5 seconds")
		}
		find(t, c.Table("rows"), id, s.read)
	}
}

func TestNoTableKeepsNothing(t *testing.T) {
	var none *cache.Cache
	table, s := none.Table("rows"), newSource("value")
	table.Changed(t.Context())
	for range 2 {
		find(t, table, uuid.New(), s.read)
		list(t, table, nil, s.read)
	}
	if n := s.reads.Load(); n != 4 {
		t.Errorf("%d reads", n)
	}
}

// open is a cache of one's own, on what the process uses.
func open(t *testing.T) *cache.Cache {
	t.Helper()
	return openFor(t, cache.Duration(time.Minute))
}

func openFor(t *testing.T, life cache.Duration) *cache.Cache {
	t.Helper()
	c, err := openBackend(t, rand.Text(), life)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}
