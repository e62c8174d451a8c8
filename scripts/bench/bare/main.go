//go:build ignore

// Command bare answers the routes that bench measures, with net/http and database/sql alone, on the generated app's drivers.
package main

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"
)

type product struct {
	ID        uuid.UUID `json:"id"`
	Version   int64     `json:"-"`
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

const columns = `"id", "version", "name", "price", "created_at", "updated_at"`

func main() {
	read, write := open(os.Getenv("DATABASE_URL"))
	find := read(`SELECT ` + columns + ` FROM "products" WHERE "id" = $1`)
	list := read(`SELECT ` + columns + ` FROM "products" WHERE ("price", "id") > ($1, $2) ORDER BY "price", "id" LIMIT 21`)
	insert := write(`INSERT INTO "products" (` + columns + `) VALUES ($1, $2, $3, $4, $5, $6)`)

	handle("GET /livez", func(http.Header, *http.Request) (any, error) { return map[string]string{"status": "ok"}, nil })
	handle("GET /api/v1/products/{id}", func(h http.Header, r *http.Request) (any, error) {
		found, err := scan(find.QueryContext(r.Context(), r.PathValue("id")))
		h.Set("ETag", `"`+strconv.FormatInt(found[0].Version, 10)+`"`)
		return found[0], err
	})
	handle("GET /api/v1/products", func(_ http.Header, r *http.Request) (any, error) {
		text, _ := base64.RawURLEncoding.DecodeString(r.URL.Query().Get("cursor"))
		var after cursor
		_ = json.Unmarshal(text, &after)
		found, err := scan(list.QueryContext(r.Context(), after.Value, after.ID.String()))
		text, _ = json.Marshal(cursor{List: r.URL.Path, Sort: "price", Value: found[19].Price, ID: found[19].ID})
		return map[string]any{"items": found[:20], "next_cursor": base64.RawURLEncoding.EncodeToString(text)}, err
	})
	handle("POST /api/v1/products", func(h http.Header, r *http.Request) (any, error) {
		now := time.Now().UTC().Truncate(time.Microsecond)
		p := product{ID: uuid.Must(uuid.NewV7()), Version: 1, CreatedAt: now, UpdatedAt: now}
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
			return nil, err
		}
		_, err := insert.ExecContext(r.Context(), p.ID.String(), p.Version, p.Name, p.Price, p.CreatedAt, p.UpdatedAt)
		h.Set("Location", "/api/v1/products/"+p.ID.String())
		h.Set("ETag", `"`+strconv.FormatInt(p.Version, 10)+`"`)
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
		if err := rows.Scan(&p.ID, &p.Version, &p.Name, &p.Price, &p.CreatedAt, &p.UpdatedAt); err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, rows.Err()
}

func handle(pattern string, do func(http.Header, *http.Request) (any, error)) {
	http.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		value, err := do(w.Header(), r)
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
