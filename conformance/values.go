package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/scalecli/scale/generator/manifest"
)

// rows are those that the suite made.
type rows struct {
	mu    sync.Mutex
	count int64             // numbers example values
	paths []string          // of the rows, to delete them at the end
	ids   map[string]string // by module, of a row to refer to
}

// next numbers example values from a random start on, so that those of several runs on one database differ.
func (r *rows) next() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.count == 0 {
		r.count = rand.Int64N(1 << 40)
	}
	r.count++
	return r.count
}

func (r *rows) keep(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paths = append(r.paths, path)
}

// clear deletes the rows that the suite made, those that refer to others first.
func (s *session) clear() {
	t := &T{session: s, ctx: context.Background()}
	for _, path := range slices.Backward(s.made.paths) {
		_, _ = t.exchange(s.base, "DELETE", path, nil) // many are gone already
	}
	s.made.paths = nil
}

// example is a value of a field that no other row has, where its type has so many.
func (t *T) example(m module, f manifest.Field) any {
	n := t.made.next()
	switch f.Type {
	case "int":
		return n
	case "decimal":
		return fmt.Sprintf("%d.90", n)
	case "bool":
		return n%2 == 0
	case "date":
		const days = 3_600_000 // not quite ten thousand years
		return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n%days)).Format(time.DateOnly)
	case "time":
		return time.UnixMilli(n).UTC().Format(time.RFC3339Nano)
	case "enum":
		return f.Enum[n%int64(min(len(f.Enum), 2))] // a check of its own looks at the others
	case "uuid":
		return uuid.NewString()
	case "ref":
		return t.refer(m, f)
	}
	return fmt.Sprintf("Tea no. %d", n)
}

// refer is the id of a row that a field can point to. Where modules point at each other in a circle, it is of none.
func (t *T) refer(m module, f manifest.Field) string {
	for _, other := range t.modules {
		if other.Name != f.Ref || other.Name == m.Name || other.pointsAt(m.Name, t.modules) {
			continue
		}
		if id := t.made.ids[other.Name]; id != "" && !f.Unique {
			return id
		}
		id := t.create(other, nil).id
		t.made.ids[other.Name] = id
		return id
	}
	return uuid.Must(uuid.NewV7()).String()
}

// pointsAt reports whether a module refers to another, be it through others.
func (m module) pointsAt(name string, all []module) bool {
	reached := map[string]bool{}
	var visit func(m module)
	visit = func(m module) {
		for _, f := range m.Fields {
			if f.Ref == "" || reached[f.Ref] {
				continue
			}
			reached[f.Ref] = true
			for _, next := range all {
				if next.Name == f.Ref {
					visit(next)
				}
			}
		}
	}
	visit(m)
	return reached[name]
}

// draft is a new row as a client sends it, with every field and some changes.
func (t *T) draft(m module, changes object) object {
	d := object{}
	for _, f := range m.Fields {
		if value, changed := changes[f.Name]; changed {
			d[f.Name] = value
			continue
		}
		d[f.Name] = t.example(m, f)
	}
	return d
}

// row is one that the suite made.
type row struct {
	id     string
	path   string
	draft  object // as it was sent
	answer answer // to the POST
}

// create makes a row from a draft with some changes.
func (t *T) create(m module, changes object) row {
	d := t.draft(m, changes)
	a := t.ask("POST", m.path, d)
	if a.status < 200 || a.status > 299 {
		t.Fatalf("cannot make a row: %s", a)
	}
	return t.made.row(m, d, a)
}

func (r *rows) row(m module, d object, a answer) row {
	id, _ := a.object()["id"].(string)
	made := row{id, m.path + "/" + id, d, a}
	r.keep(made.path)
	return made
}

// same reports whether an answer has the value that was sent, however it is written there: how it has to be is for the
// checks of its type to say.
func same(f manifest.Field, sent, got any) bool {
	switch f.Type {
	case "int", "decimal":
		a, okA := new(big.Rat).SetString(fmt.Sprint(sent))
		b, okB := new(big.Rat).SetString(fmt.Sprint(got))
		return okA && okB && a.Cmp(b) == 0
	case "date":
		return strings.HasPrefix(fmt.Sprint(got), fmt.Sprint(sent))
	case "time":
		a, errA := time.Parse(time.RFC3339Nano, fmt.Sprint(sent))
		b, errB := time.Parse(time.RFC3339Nano, fmt.Sprint(got))
		if errA == nil && errB == nil {
			return a.Equal(b)
		}
	}
	return equal(sent, got)
}

// equal compares values by their JSON, so that 5 is 5 whatever its type here.
func equal(a, b any) bool {
	left, errLeft := json.Marshal(a)
	right, errRight := json.Marshal(b)
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}
