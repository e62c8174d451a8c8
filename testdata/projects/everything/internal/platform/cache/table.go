package cache

import (
	"bytes"
	"context"
	"crypto/rand"
	"reflect"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/google/uuid"

	"everything/internal/platform/db"
)

// Table is what the cache keeps of one table. Everything below its mark is dropped when that changes.
type Table struct {
	cache  *Cache
	name   string
	writes atomic.Int64 // by this process
	owed   atomic.Int64 // writes of this process that could not be marked
}

// Changed drops the rows with these ids and every list; without an id, all of the table. It is called when a write is
// through, whatever came of it: one that failed may have been done. In a transaction that is when it has ended.
func (t *Table) Changed(ctx context.Context, ids ...uuid.UUID) {
	if t == nil {
		return
	}
	db.Afterwards(ctx, func() { t.changed(ctx, ids) })
}

func (t *Table) changed(ctx context.Context, ids []uuid.UUID) {
	t.writes.Add(1)
	marks := []string{t.name}
	if len(ids) > 0 {
		marks = []string{t.listMark()}
	}
	for _, id := range ids {
		marks = append(marks, t.rowMark(id))
	}
	if t.mark(ctx, marks...) != nil {
		t.owed.Add(1)
	}
}

// mark sets new marks.
func (t *Table) mark(ctx context.Context, marks ...string) error {
	return t.cache.backend.Set(ctx, marksOutlive*t.cache.life, []byte(rand.Text()), marks...)
}

// settle makes up for writes that could not be marked. Until it succeeds, this process reads past the cache.
func (t *Table) settle(ctx context.Context) error {
	owed := t.owed.Load()
	if owed == 0 {
		return nil
	}
	err := t.mark(ctx, t.name)
	if err == nil {
		t.owed.CompareAndSwap(owed, 0) // or another write could not be marked meanwhile
	}
	return err
}

func (t *Table) listMark() string { return t.name + ":lists" }

func (t *Table) rowMark(id uuid.UUID) string { return t.name + ":" + id.String() }

// entry is where an answer is kept, and the mark that it goes by besides that of the table.
type entry struct{ mark, key string }

// entry names an answer after what it is about and the type it is read into, so that two versions of the program on the
// same server do not take each other's.
func (t *Table) entry(mark, read string, of reflect.Type) entry {
	return entry{mark, mark + ":" + read + ":" + t.cache.schema(of)}
}

// unmarked tells loads apart when no marks can be had: those that began before a write of this process and after.
func (t *Table) unmarked(e entry) string { return strconv.FormatInt(t.writes.Load(), 10) + e.key }

// finding is what look found.
type finding struct {
	marks  [][]byte // of now; nil for one that is not set
	answer []byte   // nil if none with these marks is kept
}

func (f finding) stamp() []byte { return bytes.Join(f.marks, nil) }

func (f finding) whole() bool { return f.marks[0] != nil && f.marks[1] != nil }

func (t *Table) look(ctx context.Context, e entry) (finding, error) {
	if err := t.settle(ctx); err != nil {
		return finding{}, err
	}
	values, err := t.cache.backend.Get(ctx, t.name, e.mark, e.key)
	if err != nil {
		return finding{}, err
	}
	f := finding{marks: values[:2]}
	if answer, current := bytes.CutPrefix(values[2], f.stamp()); current && f.whole() {
		f.answer = answer
	}
	return f, nil
}

// stamp gives the marks of now, and sets those that are missing: once for all who miss the same, so that all of them go
// on to wait for one load.
func (t *Table) stamp(ctx context.Context, e entry, f finding) ([]byte, error) {
	if f.whole() {
		return f.stamp(), nil
	}
	return t.once(ctx, "marks "+string(f.stamp())+e.key, func(ctx context.Context) (_ []byte, err error) {
		marks := slices.Clone(f.marks)
		for i, key := range []string{t.name, e.mark} {
			if marks[i] == nil && err == nil {
				marks[i], err = t.cache.backend.Add(ctx, marksOutlive*t.cache.life, []byte(rand.Text()), key)
			}
		}
		return bytes.Join(marks, nil), err
	})
}
