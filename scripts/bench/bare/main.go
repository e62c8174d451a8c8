//go:build ignore

// Command bare answers the routes that bench measures, with net/http and database/sql alone. Bench compiles it inside the
// generated project with one of the files beside it, so that both have the same drivers.
package main

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/google/uuid"
)

type product struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	Price     string    `json:"price"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

type cursor struct {
	List  string    `json:"l"`
	Sort  string    `json:"s"`
	Desc  bool      `json:"d"`
	Value string    `json:"v"`
	ID    uuid.UUID `json:"i"`
}

const columns = `"id", "name", "price", "created_at", "updated_at"`

func main() {
	read, write := open(os.Getenv("DATABASE_URL"))
	find := read(`SELECT ` + columns + ` FROM "products" WHERE "id" = $1`)
	list := read(`SELECT ` + columns + ` FROM "products" WHERE ("price", "id") > ($1, $2) ORDER BY "price", "id" LIMIT 21`)
	insert := write(`INSERT INTO "products" (` + columns + `, "version") VALUES ($1, $2, $3, $4, $5, 1)`)

	handle("GET /livez", func(*http.Request) (any, error) { return map[string]string{"status": "ok"}, nil })
	handle("GET /api/v1/products/{id}", func(r *http.Request) (any, error) {
		found, err := scan(find.QueryContext(r.Context(), r.PathValue("id")))
		return found[0], err
	})
	handle("GET /api/v1/products", func(r *http.Request) (any, error) {
		text, _ := base64.RawURLEncoding.DecodeString(r.URL.Query().Get("cursor"))
		var after cursor
		if err := json.Unmarshal(text, &after); err != nil {
			return nil, err
		}
		found, err := scan(list.QueryContext(r.Context(), after.Value, after.ID))
		text, _ = json.Marshal(cursor{List: r.URL.Path, Sort: "price", Value: found[19].Price, ID: found[19].ID})
		return map[string]any{"items": found[:20], "next_cursor": base64.RawURLEncoding.EncodeToString(text)}, err
	})
	handle("POST /api/v1/products", func(r *http.Request) (any, error) {
		now := time.Now().UTC().Truncate(time.Microsecond)
		p := product{ID: uuid.Must(uuid.NewV7()), CreatedAt: now, UpdatedAt: now}
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
			return nil, err
		}
		_, err := insert.ExecContext(r.Context(), p.ID, p.Name, p.Price, p.CreatedAt, p.UpdatedAt)
		return p, err
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HTTP_ADDR"), nil))
}

func scan(rows *sql.Rows, err error) (found []product, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p product
		if err := rows.Scan(&p.ID, &p.Name, &p.Price, &p.CreatedAt, &p.UpdatedAt); err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, rows.Err()
}

func handle(pattern string, do func(*http.Request) (any, error)) {
	http.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		value, err := do(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusCreated)
		}
		_ = json.NewEncoder(w).Encode(value)
	})
}
