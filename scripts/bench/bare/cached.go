//go:build ignore

// Command cached answers the reads that bench measures from a Redis, with net/http, go-redis and database/sql alone: cache-aside
// as the generated app has it, where an answer begins with the marks of its table and of its row or of all lists, so that a
// write that sets new ones drops it. The client of Redis is the app's.
package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"

	"shop/internal/platform/redis"
)

type product struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	Price     string    `json:"price"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Version   int64     `json:"version,omitempty"` // kept, and not shown
}

const columns = `"id", "name", "price", "created_at", "updated_at", "version"`

func main() {
	kept, err := redis.Open(redis.Address(os.Getenv("CACHE_URL")))
	if err != nil {
		log.Fatal(err)
	}
	read, _ := open(os.Getenv("DATABASE_URL"))
	find := read(`SELECT ` + columns + ` FROM "products" WHERE "id" = $1`)
	list := read(`SELECT ` + columns + ` FROM "products" WHERE ("price", "id") > ($1, $2) ORDER BY "price", "id" LIMIT 21`)
	for _, mark := range []string{"bare", "bare:lists"} {
		kept.Set(context.Background(), mark, uuid.NewString(), time.Hour)
	}
	// get gives the rows under a key, or those of a query, which it keeps.
	get := func(ctx context.Context, mark, key string, load func() (*sql.Rows, error)) (rows []product) {
		found, _ := kept.MGet(ctx, "bare", mark, key).Result()
		of, _ := found[1].(string)
		if of == "" {
			of = uuid.NewString()
			kept.Set(ctx, mark, of, time.Hour)
		}
		stamp := []byte(found[0].(string) + of)
		text, _ := found[2].(string)
		if answer, current := bytes.CutPrefix([]byte(text), stamp); current && json.Unmarshal(answer, &rows) == nil {
			return rows
		}
		rows = scan(load())
		answer, _ := json.Marshal(rows)
		kept.Set(ctx, key, append(stamp, answer...), time.Hour)
		return rows
	}
	http.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { answer(w, nil) })
	http.HandleFunc("GET /api/v1/products/{id}", func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		found := get(r.Context(), "bare:"+id, "bare:"+id+":row", func() (*sql.Rows, error) { return find.QueryContext(r.Context(), id) })
		w.Header().Set("ETag", `"`+strconv.FormatInt(found[0].Version, 10)+`"`)
		found[0].Version = 0
		answer(w, found[0])
	})
	http.HandleFunc("GET /api/v1/products", func(w http.ResponseWriter, r *http.Request) {
		text, _ := base64.RawURLEncoding.DecodeString(r.URL.Query().Get("cursor"))
		var after cursor
		_ = json.Unmarshal(text, &after)
		found := get(r.Context(), "bare:lists", "bare:"+string(text), func() (*sql.Rows, error) {
			return list.QueryContext(r.Context(), after.Value, after.ID.String())
		})
		for i := range found {
			found[i].Version = 0
		}
		text, _ = json.Marshal(cursor{List: r.URL.Path, Sort: "price", Value: found[19].Price, ID: found[19].ID})
		answer(w, map[string]any{"items": found[:20], "next_cursor": base64.RawURLEncoding.EncodeToString(text)})
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HTTP_ADDR"), nil))
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
