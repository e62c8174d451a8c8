//go:build ignore

package main

import (
	"database/sql"
	"log"

	"github.com/google/uuid"
)

// cursor is where a page ends, as the app writes it.
type cursor struct {
	List  string    `json:"l"`
	Sort  string    `json:"s"`
	Desc  bool      `json:"d"`
	Value string    `json:"v"`
	ID    uuid.UUID `json:"i"`
}

func scan(rows *sql.Rows, err error) (found []product) {
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var p product
		if err := rows.Scan(&p.ID, &p.Name, &p.Price, &p.CreatedAt, &p.UpdatedAt, &p.Version); err != nil {
			log.Fatal(err)
		}
		found = append(found, p)
	}
	return found
}
