package cache

import (
	"context"
	"net/http"
	"sync/atomic"

	"everything/internal/platform/db"
)

// outcome is how a read was answered. The worst of a request's is what its client is told.
type outcome int32

const (
	unused outcome = iota
	hit
	miss
	bypass // the cache could not be asked
)

// Middleware tells in X-Cache how the reads of a request were answered. A request that may write reads past the cache, so
// that what it writes rests on what the database holds.
func (c *Cache) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r.WithContext(ReadPast(r.Context())))
			return
		}
		rec := &recorder{ResponseWriter: w}
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), recorderKey{}, rec)))
	})
}

type (
	recorderKey struct{}
	pastKey     struct{}
)

// ReadPast lets the reads below ask the database, whatever is kept.
func ReadPast(ctx context.Context) context.Context { return context.WithValue(ctx, pastKey{}, true) }

// readsPast reports whether the database is asked in any case: in a transaction too, whose writes may never come to be.
func readsPast(ctx context.Context) bool { return ctx.Value(pastKey{}) != nil || db.InTransaction(ctx) }

// report notes how a read was answered.
func report(ctx context.Context, o outcome) {
	rec, is := ctx.Value(recorderKey{}).(*recorder)
	for is {
		worst := rec.worst.Load()
		is = worst < int32(o) && !rec.worst.CompareAndSwap(worst, int32(o))
	}
}

// recorder puts the header into an answer when it begins.
type recorder struct {
	http.ResponseWriter
	worst atomic.Int32
	begun bool
}

func (r *recorder) WriteHeader(status int) {
	if o := outcome(r.worst.Load()); !r.begun && o != unused {
		r.Header().Set("X-Cache", [...]string{hit: "hit", miss: "miss", bypass: "bypass"}[o])
	}
	r.begun = true
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(data []byte) (int, error) {
	if !r.begun {
		r.WriteHeader(http.StatusOK)
	}
	return r.ResponseWriter.Write(data)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
